import { IdBook } from './ids.ts'
import { Random } from './random.ts'
import { file, logLine, mail, order, ticket, type Writer } from './records.ts'
import { foreignProse, prose } from './vocabulary.ts'

/** What kind of text a message holds. */
export type TextKind = 'json' | 'log' | 'prose' | 'foreign prose'

const recordsOf = [order, ticket, file, mail]

/** One message of about so many characters. */
export function messageText(writer: Writer, kind: TextKind, length: number): string {
  const { random, ids } = writer
  if (kind === 'prose') return prose(random, length)
  if (kind === 'foreign prose') return foreignProse(random, length, () => ids.issue('order_id'))
  if (kind === 'log') return lines(length, () => logLine(writer))
  const record = random.pick(recordsOf)
  const records: string[] = []
  for (let size = 0; size < length; size += (records.at(-1)?.length ?? 0) + 2)
    records.push(JSON.stringify(record(writer)))
  return records.length === 1
    ? (records[0] as string)
    : `{"count": ${records.length}, "results": [${records.join(', ')}]}`
}

function lines(length: number, line: () => string): string {
  const all: string[] = []
  for (let size = 0; size < length; size += (all.at(-1)?.length ?? 0) + 1) all.push(line())
  return all.join('\n')
}

/** Evidence, and the ids that stand in it. */
export interface Evidence {
  readonly texts: readonly string[]
  readonly ids: IdBook
  /** How many characters the texts have together. */
  readonly length: number
}

/** The shortest and the longest message; between them all orders of magnitude are equally common. */
const SHORTEST = 200
const LONGEST = 200_000
/** A conversation is more than one message. */
const FEWEST = 4

/**
 * At least so many characters of tool results in messages of mixed sizes, of one kind or of all: mostly records, some
 * logs and some prose.
 */
export function evidenceOf(length: number, seed: number, only?: TextKind): Evidence {
  const random = new Random(seed, length)
  const writer: Writer = { random, ids: new IdBook(random) }
  const texts: string[] = []
  const longest = Math.min(LONGEST, Math.max(length / FEWEST, SHORTEST))
  let size = 0
  while (size < length) {
    const wanted = Math.min(SHORTEST * (longest / SHORTEST) ** random.float(), length - size)
    const kind = only ?? random.pick(['json', 'json', 'json', 'json', 'log', 'log', 'prose'] as const)
    const text = flat(messageText(writer, kind, wanted))
    texts.push(text)
    size += text.length
  }
  return { texts, ids: writer.ids, length: size }
}

/**
 * The same text as one array of characters. V8 keeps a text that was put together as a tree, or behind a pointer, and
 * reads it at two thirds of the speed; what comes over the wire is one array.
 */
function flat(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string
}

/** The same text as one message: an export of lines, each a record, a line of a log, or prose. */
export function asOneMessage({ texts }: Evidence): string {
  return texts.join('\n')
}
