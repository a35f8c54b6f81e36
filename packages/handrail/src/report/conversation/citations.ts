import type { OriginPlace } from '@handrail/core'
import type { CallFinding, Conversation } from '@handrail/eval'
import { grouped } from '../grouped.ts'
import { textOfEntry } from '../text/entry-text.ts'
import { type Mark, overlap, type Span } from '../text/span.ts'

/**
 * The places of a conversation that arguments came from, each with a name in the page. Places that overlap are one, so
 * that a mark never lies in another.
 */
export class Citations {
  readonly #marks = new Map<number, Mark[]>()

  /** @param prefix begins the names, so that those of two conversations differ. */
  constructor({ entries }: Conversation, findings: readonly CallFinding[], prefix: string) {
    const places = findings.flatMap(({ origins }) => origins.flatMap((origin) => origin.places))
    for (const [at, cited] of grouped(places, ({ entry }) => entry)) {
      const entry = entries[at]
      const length = entry ? textOfEntry(entry).length : 0
      const spans = cited.map(spanOf).filter((span) => span !== undefined && span.end <= length)
      this.#marks.set(
        at,
        merged(spans as Span[]).map((span, nth) => ({ ...span, id: `${prefix}-e${at}-${nth}` })),
      )
    }
  }

  /** What is marked in an entry, in the order of its text. */
  marksOf(entry: number): readonly Mark[] {
    return this.#marks.get(entry) ?? []
  }

  /** The mark of a place; `undefined` where it stands in no entry, or the entry does not hold it any more. */
  markOf(place: OriginPlace): Mark | undefined {
    const span = spanOf(place)
    return span && this.marksOf(place.entry).find((mark) => overlap(mark, span))
  }
}

function spanOf({ offset, length }: OriginPlace): Span | undefined {
  return offset === undefined || !length ? undefined : { start: offset, end: offset + length }
}

function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1)
    if (last && overlap(last, span))
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
    else result.push(span)
  }
  return result
}
