import { appendNote } from '@handrail/core'
import type { Tool } from 'ai'

/** What the SDK sends to the model for the result of a tool. */
export type ModelOutput = Awaited<ReturnType<NonNullable<Tool['toModelOutput']>>>

/** What the SDK makes of an output when the tool has no `toModelOutput`. Throws where the SDK would. */
export function renderByDefault(output: unknown, ai6 = false): ModelOutput {
  if (typeof output === 'string') return { type: 'text', value: output }
  // As it is: ai 6 leaves it to the provider to make JSON of it.
  if (ai6) return { type: 'json', value: (output === undefined ? null : output) as null }
  const text = JSON.stringify(output)
  return { type: 'json', value: text === undefined ? null : JSON.parse(text) }
}

/** The output with a note below it. JSON becomes text, since most providers would quote a list of parts. */
export function withNote(base: ModelOutput, note: string): ModelOutput {
  try {
    switch (base.type) {
      case 'text':
      case 'error-text':
        return { ...base, value: appendOnce(base.value, note) }
      case 'json':
        return { ...base, type: 'text', value: appendNote(textOf(base.value), note) }
      case 'error-json':
        return { ...base, type: 'error-text', value: appendNote(textOf(base.value), note) }
      case 'content':
        return base.value.some((part) => part.type === 'text' && part.text === note)
          ? base
          : { ...base, value: [...base.value, { type: 'text', text: note }] }
      default:
        return base
    }
  } catch {
    return base
  }
}

function textOf(value: unknown): string {
  const text: string | undefined = JSON.stringify(value)
  if (text === undefined) throw new TypeError('there is no JSON of it') // so that ai 6 fails as it would without us
  return text
}

/** Two guards that warn about a call for the same reason say so once. */
function appendOnce(text: string, note: string): string {
  return text.split('\n').includes(note) ? text : appendNote(text, note)
}
