import {
  type Corpus,
  createGuard,
  type Guard,
  type GuardOptions,
  HandrailError,
  isGuard,
  type ToolAnnotations,
  type ToolTraits,
} from '@handrail/core'
import { toolsOfBoth } from './tools-of-both.ts'

type Tools = Readonly<Record<string, ToolTraits>>

/** Policies by name, to be compared on the same calls. */
export type Policies = Readonly<Record<string, Guard | GuardOptions>>

/** A guard under the name of its policy. */
export interface Judge {
  readonly policy: string
  readonly guard: Guard
  /** What the recording says about a tool, for a guard that was made without knowing it. */
  annotationsOf(toolName: string): ToolAnnotations | undefined
}

/** Guards that see the same evidence, because they know the same about the tools. */
export interface Bench {
  readonly judges: readonly Judge[]
  /** A new corpus for one conversation. */
  corpus(): Corpus
}

/** So many sets of tools are remembered: a file mostly holds conversations of a few agents. */
const MOST_SETS = 64
/** Larger sets are not, in characters of JSON. */
const LARGEST_SET = 2 ** 20

/**
 * The guards of some policies. What the recording says about its tools goes under the options' `tools`; of a finished
 * guard it counts as a server's word, which may only make the effect of a tool graver.
 */
export class Judges {
  /** The names of the policies, in their order. */
  readonly names: readonly string[]
  readonly #policies: readonly (readonly [string, Guard | GuardOptions])[]
  readonly #bySet = new Map<string, readonly Bench[]>()
  #last: { readonly tools: Tools; readonly benches: readonly Bench[] } | undefined

  /** @throws HandrailError when there is no policy, or the options of one are wrong. */
  constructor(policies: Policies) {
    this.#policies = Object.entries(policies)
    this.names = this.#policies.map(([name]) => name)
    if (this.names.length === 0)
      throw new HandrailError('INVALID_OPTION', 'Expected `policies` to hold a policy at least, got none.')
    for (const [, policy] of this.#policies) if (!isGuard(policy)) createGuard(policy)
  }

  /** The guards for a conversation whose recording says this about its tools. */
  for(tools: Tools): readonly Bench[] {
    if (this.#last?.tools === tools) return this.#last.benches
    const key = JSON.stringify(tools)
    const benches = this.#bySet.get(key) ?? this.#benchesOf(tools)
    this.#last = { tools, benches }
    // Again at the end: the first of the map is the one that was not used for the longest time.
    this.#bySet.delete(key)
    if (key.length <= LARGEST_SET) this.#bySet.set(key, benches)
    if (this.#bySet.size > MOST_SETS)
      for (const oldest of this.#bySet.keys()) {
        this.#bySet.delete(oldest)
        break
      }
    return benches
  }

  #benchesOf(tools: Tools): Bench[] {
    const benches = new Map<unknown, { judges: Judge[]; corpus: () => Corpus }>()
    for (const [policy, given] of this.#policies) {
      const known = isGuard(given) ? undefined : toolsOfBoth(tools, given.tools)
      const guard = isGuard(given) ? given : createGuard({ ...given, ...(known && { tools: known }) })
      const judge: Judge = {
        policy,
        guard,
        annotationsOf: known ? () => undefined : (name) => annotationsOf(tools, name),
      }
      const key = known ? JSON.stringify(known) : guard
      const bench = benches.get(key)
      if (bench) bench.judges.push(judge)
      else benches.set(key, { judges: [judge], corpus: () => (known ? guard.corpus() : guard.corpus(tools)) })
    }
    return [...benches.values()]
  }
}

function annotationsOf(tools: Tools, name: string): ToolAnnotations | undefined {
  const effect = Object.hasOwn(tools, name) ? tools[name]?.effect : undefined
  if (effect === undefined) return undefined
  return { readOnlyHint: effect === 'read', destructiveHint: effect === 'destructive' }
}
