import { conversationOf } from './recorded.ts'

const long = Array.from({ length: 40 }, (_, n) => ({
  order_id: `#W${7_000_000 + n}`,
  item: `item ${n}`,
  price: 10 + n,
}))

/** A conversation with all that a page can show: arguments from the user and from a long result, and a made-up one. */
export const desk = conversationOf({
  id: 'desk/refund',
  reward: 0,
  messages: [
    { role: 'system', content: `You help the customers of a shop.\n${'Be polite.\n'.repeat(30)}` },
    { role: 'user', content: 'I am yara_silva_4417 and my kettle arrived broken.' },
    { role: 'assistant', content: 'I will look at your orders.' },
    {
      role: 'assistant',
      content: '',
      toolCalls: [{ id: 'a', name: 'get_orders', args: { customer_id: 'yara_silva_4417' } }],
    },
    { role: 'tool', toolCallId: 'a', toolName: 'get_orders', content: JSON.stringify({ orders: long }) },
    {
      role: 'assistant',
      content: '',
      toolCalls: [
        {
          id: 'b',
          name: 'refund_payment',
          args: {
            customer_id: 'yara_silva_4417',
            order_id: '#W7000021',
            payment_method_id: 'credit_card_8150372',
            amount: 31,
          },
        },
      ],
    },
    { role: 'tool', toolCallId: 'b', toolName: 'refund_payment', content: 'Error: payment method not found' },
  ],
})

/** One in which nothing was made up. */
export const clean = conversationOf(
  {
    id: 'desk/cancel',
    reward: 1,
    messages: [
      { role: 'user', content: 'Cancel order #W9000077 please.' },
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'a', name: 'cancel_order', args: { order_id: '#W9000077' } }],
      },
      { role: 'tool', toolCallId: 'a', toolName: 'cancel_order', content: '{"ok":true}' },
    ],
  },
  2,
)
