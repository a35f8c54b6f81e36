import { checkFields, expected } from '../errors.ts'
import { type InterventionSpec, type InterventionSpecFields, interventionSpec } from './rung.ts'
import type { RungToken } from './vocabulary.ts'

/** What makes a ladder. */
export interface InterventionLadderFields {
  /** The rungs, in any order. */
  readonly specs?: Iterable<InterventionSpec | InterventionSpecFields>
  /** The rung that fail-safes fall back to. `'WARN'` when absent. */
  readonly defaultToken?: RungToken
}

/**
 * A closed set of rungs in a strict order of disruption. Immutable: {@link InterventionLadder.extend} returns
 * a new one.
 */
export class InterventionLadder {
  /** The rungs in the order of their declaration. */
  readonly specs: readonly InterventionSpec[]
  /** The rung that fail-safes fall back to. */
  readonly defaultToken: string
  readonly #byKey: ReadonlyMap<string, InterventionSpec>
  readonly #byRank: readonly InterventionSpec[]

  /**
   * @throws HandrailError `INVALID_LADDER` when a token or a rank stands twice (names differ only in case or
   * padding count as the same), or when a ladder that has rungs lacks its default one.
   */
  constructor(fields: InterventionLadderFields = {}) {
    checkFields('INVALID_LADDER', 'ladder', fields, ['specs', 'defaultToken'])
    const { specs = [], defaultToken = 'WARN' } = fields
    const byKey = new Map<string, InterventionSpec>()
    const byRank = new Map<number, InterventionSpec>()
    for (const rung of listOf(specs)) {
      const spec = interventionSpec(rung)
      const sameRank = byRank.get(spec.rank)
      if (byKey.has(spec.key))
        throw expected('INVALID_LADDER', 'ladder', 'to declare every rung once', spec.token)
      if (sameRank)
        throw expected(
          'INVALID_LADDER',
          `rung ${spec.key}.rank`,
          `to differ from the rank of ${sameRank.key}, because the order of disruption must be strict`,
          spec.rank,
        )
      byKey.set(spec.key, spec)
      byRank.set(spec.rank, spec)
    }
    this.specs = Object.freeze([...byKey.values()])
    this.defaultToken = defaultToken
    this.#byKey = byKey
    this.#byRank = Object.freeze([...this.specs].sort((a, b) => a.rank - b.rank))
    if (byKey.size > 0 && !this.isKnown(defaultToken))
      throw expected('INVALID_LADDER', 'ladder.defaultToken', `to be ${this.#known()}`, defaultToken)
    Object.freeze(this)
  }

  /** The rung of that name, or `undefined`. Case and padding do not matter. */
  get(token: RungToken | null | undefined): InterventionSpec | undefined {
    if (typeof token !== 'string') return undefined
    return this.#byKey.get(token) ?? this.#byKey.get(token.trim().toUpperCase())
  }

  /** Whether the ladder has a rung of that name. */
  isKnown(token: RungToken | null | undefined): boolean {
    return this.get(token) !== undefined
  }

  /** The keys of all rungs, in the order of their declaration. */
  tokens(): readonly string[] {
    return this.specs.map((spec) => spec.key)
  }

  /** All rungs, the gentlest first. */
  byRank(): readonly InterventionSpec[] {
    return this.#byRank
  }

  /**
   * The disruption cost of a rung.
   *
   * @throws HandrailError `UNKNOWN_RUNG`: taking an unknown rung for the gentlest one would disarm a gate.
   */
  rankOf(token: RungToken): number {
    return this.#require(token).rank
  }

  /**
   * The rung that is `by` steps more disruptive, at most the top one.
   *
   * @param by an integer from 0; 1 when absent.
   */
  escalate(token: RungToken, by = 1): InterventionSpec {
    return this.#step(token, by, 1)
  }

  /**
   * The rung that is `by` steps less disruptive, at least the bottom one.
   *
   * @param by an integer from 0; 1 when absent.
   */
  deEscalate(token: RungToken, by = 1): InterventionSpec {
    return this.#step(token, by, -1)
  }

  /** The rung nearest to `token` within `[floor, ceiling]`. In an inverted window the ceiling wins. */
  clamp(
    token: RungToken,
    window: { readonly floor: RungToken; readonly ceiling: RungToken },
  ): InterventionSpec {
    const rung = this.#require(token)
    const floor = this.#require(window.floor)
    const ceiling = this.#require(window.ceiling)
    if (floor.rank > ceiling.rank || rung.rank > ceiling.rank) return ceiling
    return rung.rank < floor.rank ? floor : rung
  }

  /** The most disruptive rung of at most that rank, else the gentlest; `undefined` on an empty ladder. */
  atMost(rank: number): InterventionSpec | undefined {
    return this.#byRank.findLast((spec) => spec.rank <= rank) ?? this.#byRank[0]
  }

  /** The rung that fail-safes fall back to. */
  default(): InterventionSpec {
    return this.#require(this.defaultToken)
  }

  /** Whether the real call runs on this rung. An unknown rung withholds it. */
  dispatches(token: RungToken): boolean {
    return this.get(token)?.dispatches ?? false
  }

  /** Whether this rung withholds the real call. */
  actuates(token: RungToken): boolean {
    return !this.dispatches(token)
  }

  /** Whether a corrective result stands in for the call on this rung. */
  returnsSynthetic(token: RungToken): boolean {
    return this.get(token)?.returnsSynthetic ?? false
  }

  /** The disruption cost scaled to 0 (gentlest rung) up to 1 (harshest), or the rank when not `normalized`. */
  disruptionCost(token: RungToken, { normalized = true }: { readonly normalized?: boolean } = {}): number {
    const { rank } = this.#require(token)
    const low = this.#byRank[0]?.rank ?? 0
    const high = this.#byRank.at(-1)?.rank ?? 0
    if (!normalized) return rank
    return high === low ? 0 : (rank - low) / (high - low)
  }

  /**
   * A new ladder with more rungs.
   *
   * @throws HandrailError `INVALID_LADDER` when a token or a rank is taken already.
   */
  extend(more: Iterable<InterventionSpec | InterventionSpecFields>): InterventionLadder {
    return new InterventionLadder({
      specs: [...this.specs, ...listOf(more)],
      defaultToken: this.defaultToken,
    })
  }

  #require(token: RungToken): InterventionSpec {
    const spec = this.get(token)
    if (!spec) throw expected('UNKNOWN_RUNG', 'rung', `to be ${this.#known()}`, token)
    return spec
  }

  #step(token: RungToken, by: number, direction: 1 | -1): InterventionSpec {
    const rung = this.#require(token)
    if (!Number.isInteger(by) || by < 0) throw expected('INVALID_OPTION', 'by', 'to be an integer from 0', by)
    const index = this.#byRank.indexOf(rung) + direction * by
    return this.#byRank[Math.max(0, Math.min(index, this.#byRank.length - 1))] as InterventionSpec
  }

  #known(): string {
    return this.specs.length > 0 ? `one of ${this.tokens().join(', ')}` : 'a rung, but the ladder is empty'
  }
}

function listOf<T>(specs: Iterable<T>): Iterable<T> {
  if (typeof specs !== 'object' || specs === null || !(Symbol.iterator in specs))
    throw expected('INVALID_LADDER', 'ladder.specs', 'to be a list of rungs', specs)
  return specs
}
