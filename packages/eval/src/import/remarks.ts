import type { Place, Problem } from '../conversation.ts'

/** Something about a conversation that whoever recorded it should know, and how often it came up. */
export interface Remark {
  /** The same for all of its sort. */
  readonly kind: string
  /** The sentence, once it is known how often. */
  readonly say: (times: number) => string
  readonly lost: boolean
}

/** So many sorts are told apart in one conversation; names of the recording are part of some. */
const MOST_KINDS = 50

/** Counts what is remarkable about one conversation, sort by sort, so that a list of it cannot grow without bound. */
export class Remarks {
  readonly #seen = new Map<string, { readonly remark: Remark; times: number }>()

  /** Notes it once more. Only the first of a sort says where it was. */
  add(remark: Remark): void {
    const seen = this.#seen.get(remark.kind)
    if (seen) seen.times++
    else if (this.#seen.size < MOST_KINDS) this.#seen.set(remark.kind, { remark, times: 1 })
  }

  /** One problem for each sort. */
  problemsAt(place: Place): Problem[] {
    return Array.from(this.#seen.values(), ({ remark: { kind, say, lost }, times }) => ({
      place,
      kind,
      message: say(times),
      lost,
    }))
  }
}
