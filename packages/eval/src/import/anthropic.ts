import { readAnswer, readTask, typeOfBlock } from './blocks.ts'
import type { Recording } from './recording.ts'
import { type Fields, isFields, nameOf } from './values.ts'

/** Blocks about tools of Anthropic's own, which no app could have withheld: what they called, and what that gave. */
const providerCall = /^(?:server|mcp)_tool_use$/
const providerResult = /_tool_result$/
const thoughts: ReadonlySet<string> = new Set(['thinking', 'redacted_thinking'])

/** Reads a message of Anthropic's Messages API. What tools answered stands in messages of the user. */
export function readAnthropicMessage(message: unknown, to: Recording): void {
  const { role, content }: Fields = isFields(message) ? message : {}
  if (role !== 'user' && role !== 'assistant' && role !== 'system') {
    to.unknownMessage(message)
    return
  }
  const blocks = Array.isArray(content) ? content : [{ type: 'text', text: content ?? '' }]
  for (const block of blocks) {
    if (role === 'assistant') readWritten(block, to)
    else readGiven(block, role, to)
  }
}

/** What the model wrote, in its order: what a tool of Anthropic's own gave was read before what follows it. */
function readWritten(block: unknown, to: Recording): void {
  const type = typeOfBlock(block)
  const { id, name, input, text }: Fields = isFields(block) ? block : {}
  if (type === 'tool_use') to.call(nameOf(id), nameOf(name), input ?? {})
  else if (type === 'text') to.say(text)
  else if (type === 'compaction') to.opaque('lost')
  else if (providerResult.test(type)) to.opaque('unreadable')
  else if (!providerCall.test(type) && !thoughts.has(type)) to.unknownPart(block)
}

function readGiven(block: unknown, role: 'system' | 'user', to: Recording): void {
  const { tool_use_id, content, is_error, source }: Fields = isFields(block) ? block : {}
  switch (typeOfBlock(block)) {
    case 'tool_result': {
      const { isPartial, ...answer } = readAnswer(content)
      const outcome = is_error === true ? 'error' : undefined
      to.result({ id: nameOf(tool_use_id), name: '', ...answer, outcome })
      if (isPartial) to.opaque('unreadable')
      break
    }
    case 'document':
      // One of text lies in the message itself.
      if (isFields(source) && source.type === 'text') readTask(source.data, role, to)
      else to.opaque('unreadable')
      break
    default:
      readTask([block], role, to)
  }
}
