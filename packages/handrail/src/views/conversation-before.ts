import type { ArgumentOrigin, OriginPlace, TranscriptEntry } from '@handrail/core'
import type { CallFinding, Conversation } from '@handrail/eval'
import type { Colours } from '../io.ts'
import { shortened } from '../output/shortened.ts'

/** An argument whose origin is shown. */
export interface Cited {
  readonly origin: ArgumentOrigin
  /** `[1]`: tells the same without a colour. */
  readonly mark: string
  readonly paint: (text: string) => string
}

/** How a conversation is shown. */
export interface ConversationView {
  /** Whether entries are shown that no argument came from, all of them. */
  readonly full: boolean
  readonly width: number
  readonly colours: Colours
}

const LABEL = 9

/** A conversation up to a call, an entry a line, with what the arguments came from in their colours. */
export function conversationBefore(
  { entries }: Conversation,
  { entry: end }: CallFinding,
  cited: readonly Cited[],
  view: ConversationView,
): string[] {
  const quotes = quotesOf(cited)
  const lines: string[] = []
  let passed = 0
  const pass = () => {
    if (passed > 0) lines.push(view.colours.dim(`        … ${passed} more, which --full shows`))
    passed = 0
  }
  for (let at = 0; at < end; at++) {
    const entry = entries[at] as TranscriptEntry
    const quoted = quotes.get(at) ?? []
    if (!view.full && quoted.length === 0 && entry.kind !== 'task') {
      passed++
      continue
    }
    pass()
    lines.push(...entryLines(at, entry, quoted, view))
  }
  pass()
  for (const [at, quoted] of quotes)
    if (at >= end) lines.push(...quoted.map((quote) => quoteLine(quote, view)))
  const call = entries[end]
  if (call) lines.push(view.colours.bold(lineOf(end, call, view.width)))
  return lines
}

interface Quote extends Cited {
  readonly place: OriginPlace
}

function quotesOf(cited: readonly Cited[]): Map<number, Quote[]> {
  const quotes = new Map<number, Quote[]>()
  for (const each of cited)
    for (const place of each.origin.places) {
      const known = quotes.get(place.entry) ?? []
      // Parts of one value often stand in one place.
      if (!known.some(({ mark, place: { offset } }) => mark === each.mark && offset === place.offset))
        quotes.set(place.entry, [...known, { ...each, place }])
    }
  return quotes
}

function entryLines(
  at: number,
  entry: TranscriptEntry,
  quotes: readonly Quote[],
  view: ConversationView,
): string[] {
  const line = lineOf(at, entry, view.width)
  return [quotes.length > 0 ? line : view.colours.dim(line), ...quotes.map((quote) => quoteLine(quote, view))]
}

/** The piece of evidence, with the value in the colour of its argument, and between `>` and `<` for who sees no colour. */
function quoteLine({ mark, paint, place: { excerpt } }: Quote, { width, colours }: ConversationView): string {
  const found = excerpt.text.slice(excerpt.start, excerpt.end)
  const marked = colours.isColorSupported ? paint(found) : `>${found}<`
  const room = Math.max(0, width - LABEL - mark.length - 2 - found.length)
  const before = excerpt.text.slice(0, excerpt.start)
  const after = excerpt.text.slice(excerpt.end)
  const side = Math.floor(room / 2)
  const left = before.length > side ? `…${before.slice(before.length - Math.max(0, side - 1))}` : before
  return `${' '.repeat(LABEL)}${paint(mark)} ${colours.dim(left)}${marked}${colours.dim(shortened(after, side))}`
}

function lineOf(at: number, entry: TranscriptEntry, width: number): string {
  return `  ${String(at).padStart(4)}  ${shortened(describe(entry), width - 8)}`
}

function describe(entry: TranscriptEntry): string {
  if (entry.kind === 'task') return `${entry.role ?? 'user'}: ${entry.text}`
  if (entry.kind === 'call') return `call of ${entry.toolName}: ${jsonOf(entry.args)}`
  if (entry.kind === 'opaque')
    return entry.reason === 'lost' ? 'earlier messages that were lost' : 'a part that cannot be read'
  const ours = entry.intervention ? `, with our ${entry.intervention}` : ''
  const content = typeof entry.content === 'string' ? entry.content : jsonOf(entry.content)
  return `result of ${entry.toolName}${ours}: ${content}`
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'nothing'
  } catch {
    return 'something that cannot be printed'
  }
}
