import {
  type ArgProvenance,
  type Corpus,
  nearestInEvidence,
  type Origin,
} from '../packages/core/src/index.ts'

/** Notes whether something holds, and what it is. */
type Holds = (condition: boolean, what: string) => void

const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u
/** Reading all parts of many arguments would take most of the time of a case. */
const MOST_PARTS = 3

/** What must hold of an origin, and of the things nearest to a value that has none. */
export function checkOrigin(arg: ArgProvenance, corpus: Corpus, holds: Holds): void {
  for (const { text, origin } of nearestInEvidence(arg, corpus)) {
    holds(text !== '' && !unsafe.test(text), 'something near is safe to print')
    checkPlace(origin, corpus, holds)
  }
  const { origin } = arg
  if (!origin) return
  holds(origin.parts[0] === origin, 'the first part is the origin itself')
  for (const part of origin.parts.slice(0, MOST_PARTS)) checkPlace(part, corpus, holds)
}

function checkPlace({ entry, offset, length, path, excerpt }: Origin, corpus: Corpus, holds: Holds): void {
  const found = corpus.entry(entry)
  holds(found?.kind === 'task' || found?.kind === 'result', 'the origin is evidence')
  holds((offset === undefined) === (length === undefined), 'a place has an offset and a length')
  if (offset !== undefined && length !== undefined) {
    holds(Number.isInteger(offset) && offset >= 0 && length > 0, 'an offset and a length')
    if (found?.kind === 'task') holds(offset + length <= found.text.length, 'a place within the text')
  }
  holds(path === undefined || (path.length > 0 && path.every((each) => each.startsWith('$'))), 'a path')
  const { text, start, end } = excerpt
  holds(!unsafe.test(text) && text.length <= 203, 'an excerpt is short and safe to print')
  holds(start >= 0 && start < end && end <= text.length, 'an excerpt marks what was found')
}
