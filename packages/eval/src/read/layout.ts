import { messageIn } from '../import/detect.ts'
import { bytesOf, canReadAgain, resumed } from './bytes.ts'

/** How the conversations of a file are laid out. */
type Layout =
  /** One record a line. */
  | 'records'
  /** One message a line. */
  | 'messages'
  /** JSON that is not one value a line: a list, or one value over many lines. */
  | 'values'
  /** Text in UTF-16, which is not read. */
  | 'utf-16'
  | 'empty'

/** The beginning of a file, and all of its bytes. */
export interface Opening {
  readonly layout: Layout
  readonly pieces: AsyncGenerator<Buffer>
}

/** So much is looked at, unless the first line is longer. */
const ENOUGH = 2 ** 16
/** So many lines are looked at. */
const MOST_LINES = 20
/** A first line that is longer is not parsed to see what it is. */
const LONGEST_LOOK = 2 ** 24

/** Looks at the beginning of a file. */
export async function openingOf(pieces: AsyncIterable<Buffer>): Promise<Opening> {
  const rest = pieces[Symbol.asyncIterator]()
  const taken: Buffer[] = []
  let bytes = 0
  let hasLine = false
  while (!(hasLine && bytes >= ENOUGH) && bytes < LONGEST_LOOK) {
    const next = await rest.next()
    if (next.done) break
    if (next.value.length === 0) continue
    taken.push(next.value)
    bytes += next.value.length
    hasLine ||= next.value.includes(0x0a)
  }
  const head = withoutMark(taken.length === 1 ? (taken[0] as Buffer) : Buffer.concat(taken))
  return { layout: layoutOf(head), pieces: resumed(head, rest) }
}

/** What Windows puts before a text in UTF-8. */
function withoutMark(head: Buffer): Buffer {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head
}

function layoutOf(head: Buffer): Layout {
  if (isUtf16(head)) return 'utf-16'
  const text = head.toString('utf8', 0, LONGEST_LOOK)
  const lines = text.split('\n', MOST_LINES).filter((line) => line.trim() !== '')
  const [first = '', ...others] = lines
  if (first === '') return head.length === 0 || text.trim() === '' ? 'empty' : 'records'
  const isWhole = parsed(first) !== undefined
  if (!isWhole && first.trimStart().startsWith('[')) return 'values'
  // An object that is laid out over several lines; else a line that is broken, before others that are whole.
  const isOpen = /[{[,:]\s*$/.test(first.slice(-80)) || /^\s/.test(others[0] ?? '')
  const next = others.slice(0, 2)
  const isBroken = next.length > 0 && next.every((line) => line.startsWith('{') && parsed(line) !== undefined)
  if (!isWhole && first.trimStart().startsWith('{') && isOpen && !isBroken) return 'values'
  // Logs begin with lines about themselves, or in the middle of one.
  return lines.some((line) => messageIn(parsed(line)) !== undefined) ? 'messages' : 'records'
}

function isUtf16(head: Buffer): boolean {
  const [first, second] = head
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true
  // JSON begins with ASCII.
  return head.length > 1 && (first === 0 ? second !== 0 : second === 0)
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** What is known of a file before it is read. */
export interface Survey {
  /** Whether its lines can be read by themselves: it holds one record a line, and is not packed. */
  readonly canSplit: boolean
}

/** Looks at the beginning of a file, to see whether its lines can be read by themselves. Leaves alone what can be read only once. */
export async function surveyFile(file: string): Promise<Survey> {
  if (!(await canReadAgain(file))) return { canSplit: false }
  let isPacked = false
  const pieces = bytesOf(file, undefined, () => {
    isPacked = true
  })
  const opening = await openingOf(pieces)
  await opening.pieces.return(undefined)
  return { canSplit: opening.layout === 'records' && !isPacked }
}
