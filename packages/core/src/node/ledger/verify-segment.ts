import { type LedgerLine, ledgerLineSchema, NO_LINE, type SegmentBefore } from '../../ledger/ledger-line.ts'
import { hashOfLine } from './chain.ts'
import { type FileLine, linesOfFile } from './lines-of-file.ts'
import type { BrokenLink, SegmentVerification } from './verification.ts'

/** What is known after a segment was read, beside what is told. */
export interface ReadSegment extends SegmentVerification {
  /** What its first line says about the segment before. */
  readonly follows: SegmentBefore | undefined
}

type Unexpected = Pick<BrokenLink, 'expected' | 'found'> & { readonly why: string }

/**
 * Checks the chain of one file, line by line. Rejects only where the file cannot be read.
 *
 * @param onLine told of every line that holds, and its hash.
 */
export async function verifySegment(
  file: string,
  onLine: (line: number, hash: string) => void,
): Promise<ReadSegment> {
  let head: { line: number; hash: string } | undefined
  let previous: LedgerLine | undefined
  let follows: ReadSegment['follows']
  let next = 0
  const counts = { lines: 0, entries: 0, gaps: 0, dropped: 0 }
  const result = (more: Pick<SegmentVerification, 'tornTail' | 'broken'> = {}): ReadSegment => ({
    ...{ file, ...counts, head, isClosed: previous?.kind === 'close', follows, ...more },
  })
  for await (const fileLine of linesOfFile(file)) {
    const { number, bytes, isWhole } = fileLine
    if (!isWhole && previous?.kind !== 'close')
      return result({ tornTail: { line: number, bytes: bytes.length } })
    const line = readLine(fileLine)
    const unexpected = 'why' in line ? line : check(line, number, previous, head?.hash ?? NO_LINE, next)
    if (unexpected) return result({ broken: brokenLink(file, number, unexpected) })
    if ('why' in line) break
    if (line.kind === 'open') follows = line.after
    next = line.sequence + (line.kind === 'call' ? 1 : line.kind === 'gap' ? line.dropped : 0)
    counts.lines++
    if (line.kind === 'call') counts.entries++
    if (line.kind === 'gap') {
      counts.gaps++
      counts.dropped += line.dropped
    }
    previous = line
    head = { line: number, hash: hashOfLine(bytes) }
    onLine(number, head.hash)
  }
  return result()
}

/** What the first line of a segment says about the one before; nothing where it does not read. */
export async function segmentBefore(file: string): Promise<SegmentBefore | undefined> {
  try {
    for await (const first of linesOfFile(file)) {
      const line = readLine(first)
      return !('why' in line) && line.kind === 'open' ? line.after : undefined
    }
  } catch {}
  return undefined
}

/** A line as a ledger writes it, or what stands there in its place. */
function readLine({ bytes, isCut, isWhole }: FileLine): LedgerLine | Unexpected {
  const text = new TextDecoder().decode(bytes)
  const expected = 'a line of a ledger, version 1'
  const unlike = (why: string): Unexpected => ({ expected, found: shortly(text), why })
  if (isCut) return unlike('it is longer than 16 MiB')
  if (!isWhole) return unlike('something stands after the last line of a ledger that was closed')
  try {
    const { data, error } = ledgerLineSchema.safeParse(JSON.parse(text))
    const issue = error?.issues[0]
    return data ?? unlike(`\`${issue?.path.join('.') || 'kind'}\` is not as it should be (${issue?.message})`)
  } catch {
    return unlike('it is no JSON')
  }
}

function check(
  line: LedgerLine,
  number: number,
  previous: LedgerLine | undefined,
  hash: string,
  next: number,
): Unexpected | undefined {
  if (line.previous !== hash)
    return {
      expected: `\`previous\` ${hash}`,
      found: `\`previous\` ${line.previous}`,
      why:
        number === 1
          ? 'lines before it were removed, or it was changed'
          : `line ${number - 1} or this one was changed, or lines between them were removed, inserted or moved`,
    }
  if ((number === 1) !== (line.kind === 'open'))
    return {
      expected: number === 1 ? 'a line of the kind "open"' : 'a line of the kind "call", "gap" or "close"',
      found: `one of the kind "${line.kind}"`,
      why: 'a segment has one first line',
    }
  if (previous?.kind === 'close')
    return {
      expected: 'nothing',
      found: `a line of the kind "${line.kind}"`,
      why: 'the ledger was closed before it',
    }
  if (previous && line.sequence !== next)
    return {
      expected: `\`sequence\` ${next}`,
      found: `\`sequence\` ${line.sequence}`,
      why: 'records are missing or stand twice',
    }
  return undefined
}

function brokenLink(file: string, line: number, { expected, found, why }: Unexpected): BrokenLink {
  const message = `${file}, line ${line}: expected ${expected}, found ${found}: ${why}.`
  return { file, line, expected, found, message }
}

const LONGEST_SHOWN = 80

function shortly(text: string): string {
  return JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text)
}
