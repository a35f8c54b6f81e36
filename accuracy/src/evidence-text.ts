import type { LeafValue, Message } from './records.ts'

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

/** Where a text holds a value with no letter or digit right before or after it, in any case; -1 when nowhere. */
export function placeOf(value: LeafValue, text: string): number {
  return placeIn(String(value).toLowerCase(), text.toLowerCase())
}

/**
 * Whether a value stands in a text literally. This is the independent check on the detector, so it shares no code with
 * it and knows no rules.
 */
export function standsIn(value: LeafValue, text: string): boolean {
  return placeOf(value, text) >= 0
}

/** Many questions to one text. */
export class SearchableText {
  readonly #text: string

  constructor(texts: readonly EvidenceText[]) {
    this.#text = texts.map(({ text }) => text.toLowerCase()).join('\n\n')
  }

  /** Whether a value stands in it literally. */
  holds(value: LeafValue): boolean {
    return placeIn(String(value).toLowerCase(), this.#text) >= 0
  }
}

function placeIn(value: string, text: string): number {
  if (value === '') return -1
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
    if (!isAlphanumeric(text[at - 1]) && !isAlphanumeric(text[at + value.length])) return at
  return -1
}

function isAlphanumeric(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char)
}
