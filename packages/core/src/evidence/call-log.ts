import type { Intervention } from '../intervention/vocabulary.ts'
import type { CallEntry } from '../transcript.ts'
import type { Corpus } from './corpus.ts'

/** An answer in the conversation that Handrail had a hand in. */
export interface MarkedAnswer {
  /** The call it answers. */
  readonly call: CallEntry
  /** The rung the answer was marked with. */
  readonly intervention: Intervention
  /** The evidence as of that call. */
  readonly evidence: Corpus
}

/** A call and its place in the conversation. */
export interface PlacedCall {
  readonly entry: CallEntry
  readonly at: number
}

/** How many calls of one id can be open at once. Providers that count anew in every turn use an id often. */
const MOST_OPEN = 100

/** The calls of one part of a conversation, and which of all calls were answered in it. */
export class CallLog {
  readonly #calls = new Map<string, PlacedCall[]>()
  /** When a call was answered, by the place of the call. */
  readonly #answeredAt = new Map<number, number>()
  readonly #marked: { readonly at: number; readonly answer: MarkedAnswer }[] = []

  /** Notes a call. */
  add(entry: CallEntry, at: number): void {
    const calls = this.#calls.get(entry.toolCallId)
    if (calls) calls.push({ entry, at })
    else this.#calls.set(entry.toolCallId, [{ entry, at }])
  }

  /** Notes that a call was answered. */
  answer(call: PlacedCall, at: number): void {
    this.#answeredAt.set(call.at, at)
  }

  /** Notes an answer of ours. */
  mark(answer: MarkedAnswer, at: number): void {
    this.#marked.push({ at, answer })
  }

  /** The latest calls of an id before a version, the newest first. */
  callsOf(toolCallId: string, version: number): PlacedCall[] {
    const calls = this.#calls.get(toolCallId) ?? []
    const latest = calls.length > MOST_OPEN ? calls.slice(-MOST_OPEN) : calls
    return latest.filter(({ at }) => at < version).reverse()
  }

  /** Whether the call at a place was answered before a version. */
  isAnswered(call: number, version: number): boolean {
    return (this.#answeredAt.get(call) ?? Number.POSITIVE_INFINITY) < version
  }

  /** The answers of ours before a version, the oldest first. */
  markedBefore(version: number): MarkedAnswer[] {
    return this.#marked.filter(({ at }) => at < version).map(({ answer }) => answer)
  }
}
