import type { CorpusSource } from '../../evidence/source.ts'
import { jsonPathsAt } from '../../evidence/trace/json-path.ts'
import { type PlaceInEntry, placeInEntry } from '../../evidence/trace/place-in-entry.ts'
import { spanOfToken } from '../../evidence/trace/span.ts'
import type { TranscriptEntry } from '../../transcript.ts'
import type { Evidence } from '../evidence.ts'
import { type Found, isFound, type Support } from '../support/support.ts'
import { type Excerpt, excerptOf } from './excerpt.ts'
import type { Origin } from './origin.ts'

const MOST_PARTS = 32

/** The origin of a value, or of several: that of the first part of the first one. The list is not empty. */
export function originOf(supports: readonly [Support, ...Support[]], evidence: Evidence): Origin {
  const [{ first, footings }] = supports
  if (supports.length === 1 && footings === undefined) return originOfFound(first, evidence)
  // Not the corpus is kept but the entries: a record outlives its conversation.
  const parts = supports.slice(0, MOST_PARTS).flatMap((each) => each.footings?.filter(isFound) ?? each.first)
  const others = parts.slice(1, MOST_PARTS).map((found) => ({ found, held: evidence.entry(entryOf(found)) }))
  return new EvidenceOrigin(first, evidence.entry(entryOf(first)), others)
}

/** The origin of one thing that was found. */
export function originOfFound(found: Found, evidence: Evidence): Origin {
  return new EvidenceOrigin(found, evidence.entry(entryOf(found)), undefined)
}

function entryOf({ place }: Found): number {
  return place.source.entry
}

/** What was found, with the entry that holds it. */
interface Held {
  readonly found: Found
  readonly held: TranscriptEntry | undefined
}

class EvidenceOrigin implements Origin {
  readonly source: CorpusSource
  readonly entry: number
  declare readonly role?: 'system' | 'user'
  declare readonly toolName?: string
  declare readonly toolCallId?: string
  readonly #found: Found
  readonly #held: TranscriptEntry | undefined
  readonly #others: readonly Held[] | undefined
  /** `null` when it has none. */
  #place: PlaceInEntry | null | undefined
  #path: readonly string[] | null | undefined
  #excerpt: Excerpt | undefined
  #parts: readonly Origin[] | undefined

  constructor(found: Found, held: TranscriptEntry | undefined, others: readonly Held[] | undefined) {
    this.source = held?.kind === 'task' ? 'TASK_TEXT' : 'TOOL_RESULT'
    this.entry = entryOf(found)
    if (held?.kind === 'task') this.role = held.role ?? 'user'
    if (held?.kind === 'result') {
      this.toolName = held.toolName
      this.toolCallId = held.toolCallId
    }
    this.#found = found
    this.#held = held
    this.#others = others
    Object.freeze(this)
  }

  get offset(): number | undefined {
    return this.#placeInEntry()?.span.start
  }

  get length(): number | undefined {
    const span = this.#placeInEntry()?.span
    return span && span.end - span.start
  }

  get path(): readonly string[] | undefined {
    if (this.#path === undefined) {
      const place = this.#placeInEntry()
      this.#path = (place && jsonPathsAt(place.read, place.readAt)) ?? null
    }
    return this.#path ?? undefined
  }

  get excerpt(): Excerpt {
    if (!this.#excerpt) {
      const { place, token } = this.#found
      const { text, span } = this.#placeInEntry() ?? {
        text: place.source.text,
        span: spanOfToken(place, token),
      }
      this.#excerpt = excerptOf(text, span)
    }
    return this.#excerpt
  }

  get parts(): readonly Origin[] {
    this.#parts ??= Object.freeze([
      this,
      ...(this.#others ?? []).map(({ found, held }) => new EvidenceOrigin(found, held, undefined)),
    ])
    return this.#parts
  }

  #placeInEntry(): PlaceInEntry | undefined {
    if (this.#place === undefined)
      this.#place = placeInEntry(this.#found.place, this.#found.token, this.#held) ?? null
    return this.#place ?? undefined
  }
}
