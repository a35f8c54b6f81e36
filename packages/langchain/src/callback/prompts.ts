import type { BaseMessage } from '@langchain/core/messages'

/** Whether two prompts may be of one conversation. Instructions tell nothing: an app gives all users the same. */
export function beginAlike(one: readonly BaseMessage[], other: readonly BaseMessage[]): boolean {
  const [mine, its] = [one, other].map((prompt) => prompt.find((message) => !isSystem(message)))
  return mine === its || (typeof mine?.content === 'string' && mine.content === its?.content)
}

export function isSystem(message: BaseMessage): boolean {
  return message.getType() === 'system'
}
