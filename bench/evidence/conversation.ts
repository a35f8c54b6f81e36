import type { TranscriptEntry } from '../../packages/core/src/index.ts'

const anyId = /"(?:order_id|number|id|messageId)":"([^"]+)"/

/**
 * Tool results as a conversation: what the user asks, then a call and its result for every text. Each call asks for an
 * id that an earlier result held, as a model that reads its way through does.
 */
export function* conversationOf(contents: Iterable<unknown>): Generator<TranscriptEntry> {
  yield { kind: 'task', text: 'Please look into my open orders and tickets.', role: 'user' }
  let id = 'open'
  let count = 0
  for (const content of contents) {
    const toolCallId = `call_${count++}`
    yield { kind: 'call', toolCallId, toolName: 'look_up', args: { id } }
    yield { kind: 'result', toolCallId, toolName: 'look_up', content }
    if (typeof content === 'string') id = anyId.exec(content.slice(0, 2_000))?.[1] ?? id
  }
}
