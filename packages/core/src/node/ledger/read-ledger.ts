import { describeError } from '../../errors.ts'
import { type LedgerEntry, ledgerEntrySchema } from '../../ledger/ledger-entry.ts'
import { type LedgerGap, ledgerLineSchema } from '../../ledger/ledger-line.ts'
import { type FileLine, linesOfFile } from './lines-of-file.ts'
import { segmentsOf } from './segments-of.ts'

/** What stands in a line of a ledger. */
export type LedgerReading = {
  readonly file: string
  /** From 1. */
  readonly line: number
} & (
  | { readonly kind: 'call'; readonly entry: LedgerEntry }
  | { readonly kind: 'gap'; readonly gap: LedgerGap }
  /** What does not read, in one sentence that names file and line. The rest is read. */
  | { readonly kind: 'problem'; readonly message: string }
)

/**
 * Reads a ledger: its segments, the oldest first, and their lines in order, one at a time. It does not check the chain:
 * see {@link verifyLedger}.
 *
 * @param ledger the name that the ledger was opened with, or one of its segments.
 * @throws HandrailError `NO_LEDGER`, at the first step, when there is none.
 */
export async function* readLedger(ledger: string): AsyncGenerator<LedgerReading> {
  for (const file of await segmentsOf(ledger)) {
    let line = 1
    try {
      for await (const fileLine of linesOfFile(file)) {
        line = fileLine.number
        const reading = readingOf(fileLine)
        if (typeof reading === 'string')
          yield { file, line, kind: 'problem', message: `${file}, line ${line}: ${reading}.` }
        else if (reading) yield { file, line, ...reading }
      }
    } catch (error) {
      yield { file, line, kind: 'problem', message: `${file}, line ${line}: ${describeError(error)}.` }
    }
  }
}

type Reading = { kind: 'call'; entry: LedgerEntry } | { kind: 'gap'; gap: LedgerGap }

/** What a line holds; nothing for the first and the last one of a segment, and a sentence for what does not read. */
function readingOf({ bytes, isCut, isWhole }: FileLine): Reading | string | undefined {
  if (isCut) return 'expected a line of a ledger, found one of more than 16 MiB'
  if (!isWhole) return 'the line was not finished'
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    return `expected JSON (${describeError(error)})`
  }
  const line = ledgerLineSchema.safeParse(json)
  if (line.data?.kind === 'open' || line.data?.kind === 'close') return undefined
  if (line.data?.kind === 'gap') return { kind: 'gap', gap: line.data }
  const entry = ledgerEntrySchema.safeParse(json)
  if (entry.data) return { kind: 'call', entry: entry.data }
  const issue = (line.error ?? entry.error)?.issues[0]
  return `expected a line of a ledger, version 1 (\`${issue?.path.join('.')}\`: ${issue?.message})`
}
