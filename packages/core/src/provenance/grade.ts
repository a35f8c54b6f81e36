import type { Corpus } from '../evidence/corpus.ts'
import { significant } from '../evidence/tokens.ts'
import { compoundsOf, partsOf } from './parts.ts'

/** The component lists of a value that nothing supports. The confidence is read off their shape. */
export interface Grade {
  readonly checked: readonly string[]
  readonly unmatched: readonly string[]
}

const capitals = /^[A-Z]+$/

/**
 * R16: one unmatched component says that nothing of the value traces (HIGH). Two or more say that something does, or
 * that the value is of a kind that proves little (LOW): the digits under another prefix, a composite, an assembled
 * address, a code of letters. Parts of letters only never count as tracing.
 */
export function gradeOf(core: string, written: string, corpus: Corpus): Grade {
  const whole = { checked: [written], unmatched: [written] }
  if (capitals.test(written)) return { checked: [written, written], unmatched: [written] }
  if (core.includes('@')) {
    const domain = core.slice(core.lastIndexOf('@') + 1)
    return corpus.find('verbatim', domain) === undefined
      ? whole
      : { checked: [written, domain], unmatched: [written] }
  }
  const tracing = compoundsOf(core)
    .flatMap(partsOf)
    .filter((part) => !part.letters)
    .map((part) => part.digits ?? part.atom)
    .find((digits) => digits !== core && isAnywhere(digits, corpus))
  return tracing === undefined ? whole : { checked: [written, tracing], unmatched: [written] }
}

function isAnywhere(part: string, corpus: Corpus): boolean {
  const number = significant(part)
  return (
    corpus.find('verbatim', part) !== undefined ||
    (['number', 'quantity', 'digitTail'] as const).some((kind) => corpus.find(kind, number) !== undefined)
  )
}
