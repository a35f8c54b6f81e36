import type { Message } from './records.ts'

/** What stood before a call, as the model read it, and nothing that the model wrote. */
export interface EvidenceText {
  readonly text: string
  /** `user`, `system`, or the name of the tool. */
  readonly from: string
}

/** The evidence of the messages before one. */
export function evidenceBefore(messages: readonly Message[], end: number): EvidenceText[] {
  return messages.slice(0, end).flatMap((said) => {
    if (said.role === 'assistant') return []
    if (said.role === 'tool') return [{ text: textOf(said.content), from: said.toolName ?? 'tool' }]
    return [{ text: said.content, from: said.role }]
  })
}

/** The text of a result, whatever it is. */
export function textOf(content: unknown): string {
  return typeof content === 'string' ? content : (JSON.stringify(content) ?? '')
}
