import { ToolMessage } from '@langchain/core/messages'
import { callsIn, messagesOf } from '../evidence/conversation.ts'
import { asMessage } from '../evidence/message-like.ts'

/** Whether a graph has ended with calls that nobody has answered: it waits for a person, and goes on in another run. */
export function waitsForAnswers(outputs: unknown): boolean {
  const messages = messagesOf(outputs) ?? []
  let answered = 0
  for (let at = messages.length - 1; at >= 0; at--) {
    const message = asMessage(messages[at])
    if (!ToolMessage.isInstance(message)) return callsIn(message).length > answered
    answered++
  }
  return false
}
