import { conversationOf } from './recorded.ts'

/** What must never become anything but text. */
export const attacks = [
  '</script><script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked = 2">',
  '"><svg onload=window.hacked=3>',
  "' onmouseover='window.hacked=4' x='",
  '</style><style>body{display:none}</style>',
  '--><iframe srcdoc="<script>parent.hacked=5</script>"></iframe><!--',
  '</title></head><body onload=window.hacked=6>',
  '</text></svg><foreignObject><script>window.hacked=7</script>',
  '<a href="javascript:window.hacked=8" autofocus onfocus=window.hacked=9>x</a>',
  '<base href="https://example.com/"><meta http-equiv="refresh" content="0;url=https://example.com/">',
  '<form action="https://example.com/"><button>send</button></form>',
  '$' + '{window.hacked=10}{{constructor.constructor("window.hacked=11")()}}',
  'user\u202e\u2066 gnp.exe \u0000\u0007\u001b[2J\u200b\ud800',
  'javascript:window.hacked=12',
]

const all = attacks.join('\n')

/** A conversation whose every text is an attack: names, ids, arguments, results, and an id that is cited among them. */
export const hostile = conversationOf({
  id: `ID ${all}`,
  messages: [
    { role: 'system', content: all },
    { role: 'user', content: `My order is #W7788991 ${all}` },
    { role: 'assistant', content: all },
    {
      role: 'assistant',
      content: '',
      toolCalls: [
        {
          id: all,
          name: `cancel_order ${all}`,
          args: {
            order_id: '#W7788991',
            [`${all} id`]: `made-up-${all}-4711`,
            nested_id: { [all]: [all], id: '#W7788991' },
            user_id: 'zoe_0815_<b>',
            ['__proto__']: all,
          },
        },
      ],
    },
    {
      role: 'tool',
      toolCallId: all,
      toolName: `cancel_order ${all}`,
      content: JSON.stringify({ [all]: all }),
    },
    { role: 'assistant', content: '', toolCalls: [{ id: 'n', name: 'delete_order', args: attacks }] },
    { role: 'tool', toolCallId: 'n', toolName: 'delete_order', content: all },
    { role: 'tool', toolCallId: 'nobody', toolName: all, content: all },
  ],
})
