import {
  Corpus,
  createGuard,
  type Guard,
  type GuardOptions,
  HandrailError,
  isGuard,
  type ToolAnnotations,
  type ToolTraits,
} from '@handrail/core'
import { Openings } from './openings.ts'
import { toolsOfBoth } from './tools-of-both.ts'

type Tools = Readonly<Record<string, ToolTraits>>

/** Policies by name, to be compared on the same calls. */
export type Policies = Readonly<Record<string, Guard | GuardOptions>>

/** The guard of one policy. */
export interface Judge {
  /** The number of the policy. */
  readonly policy: number
  readonly guard: Guard
  /** The number of the first policy that comes to the same verdicts, because it knows the same. */
  readonly judgesLike: number
}

/** Guards that see the same evidence, because they know the same about the tools. */
export interface Bench {
  readonly judges: readonly Judge[]
  /** Whether a call that only reads is nothing to any of them, when it is nothing to the first. */
  readonly agreeOnReads: boolean
  /** The corpus of a conversation, which begins with what an opening holds. */
  corpus(opening?: Corpus): Corpus
  /** What the recording says about a tool, for a guard that was made without knowing it. */
  annotationsOf(toolName: string): ToolAnnotations | undefined
}

/** So many sets of tools are remembered: a file mostly holds conversations of a few agents. */
const MOST_SETS = 64
/** Larger sets are not, in characters of JSON. */
const LARGEST_SET = 2 ** 20

/** The guards of some policies, for one conversation after the other. */
export class Judges {
  /** The names of the policies, in their order. */
  readonly names: readonly string[]
  /** What conversations begin with. */
  readonly openings = new Openings()
  readonly #policies: readonly (Guard | GuardOptions)[]
  readonly #bySet = new Map<string, readonly Bench[]>()
  /** The same by the object, for those that cannot change: the importers give equal sets as one. */
  readonly #byObject = new WeakMap<Tools, readonly Bench[]>()

  /** @throws HandrailError when there is no policy, or the options of one are wrong. */
  constructor(policies: Policies) {
    this.names = Object.keys(policies)
    this.#policies = Object.values(policies)
    if (this.names.length === 0)
      throw new HandrailError('INVALID_OPTION', 'Expected `policies` to hold a policy at least, got none.')
    for (const policy of this.#policies) if (!isGuard(policy)) createGuard(policy)
  }

  /** The guards for a conversation whose recording says this about its tools. */
  for(tools: Tools): readonly Bench[] {
    const benches = this.#byObject.get(tools) ?? this.#forSet(tools)
    if (Object.isFrozen(tools)) this.#byObject.set(tools, benches)
    return benches
  }

  #forSet(tools: Tools): readonly Bench[] {
    const key = JSON.stringify(tools)
    const benches = this.#bySet.get(key) ?? this.#benchesOf(tools)
    // Again at the end: the first of the map is the one that was not used for the longest time.
    this.#bySet.delete(key)
    if (key.length <= LARGEST_SET) this.#bySet.set(key, benches)
    for (const oldest of this.#bySet.keys()) {
      if (this.#bySet.size <= MOST_SETS) break
      this.#bySet.delete(oldest)
    }
    return benches
  }

  #benchesOf(recorded: Tools): Bench[] {
    const benches = new Map<unknown, OpenBench>()
    for (const [policy, given] of this.#policies.entries()) {
      const bench = isGuard(given)
        ? benchOfGuard(given, recorded)
        : benchOf(toolsOfBoth(recorded, given.tools))
      const { key } = bench
      const known = benches.get(key) ?? bench
      benches.set(key, known)
      const guard = isGuard(given)
        ? given
        : createGuard({ ...given, tools: toolsOfBoth(recorded, given.tools) })
      const knowledge = isGuard(given) ? undefined : knowledgeOf(given)
      const like = knowledge === undefined ? undefined : known.byKnowledge.get(knowledge)
      if (knowledge !== undefined && like === undefined) known.byKnowledge.set(knowledge, policy)
      known.judges.push({ policy, guard, judgesLike: like ?? policy })
    }
    return [...benches.values()]
  }
}

/** A bench that more guards may join. */
interface OpenBench extends Bench {
  readonly key: unknown
  readonly judges: Judge[]
  /** The first policy that knows so much. */
  readonly byKnowledge: Map<string, number>
}

/** What makes the verdicts of a guard, beside its tools; `undefined` where that may change from call to call. */
function knowledgeOf({ provenance, extraEvidence }: GuardOptions): string | undefined {
  return typeof extraEvidence === 'function' ? undefined : JSON.stringify([provenance, extraEvidence])
}

/** For guards that are made with what the recording says about its tools. */
function benchOf(tools: Tools): OpenBench {
  return {
    key: JSON.stringify(tools),
    judges: [],
    byKnowledge: new Map(),
    agreeOnReads: true,
    corpus: (opening) =>
      new Corpus({ tools, lazy: true }, opening && { corpus: opening, version: opening.version }),
    annotationsOf: () => undefined,
  }
}

/** For a guard that was made before: what the recording says counts as a server's word. */
function benchOfGuard(guard: Guard, tools: Tools): OpenBench {
  return {
    key: guard,
    judges: [],
    byKnowledge: new Map(),
    agreeOnReads: false,
    corpus(opening) {
      const corpus = guard.corpus(tools)
      for (let at = 0; opening && at < opening.version; at++) {
        const entry = opening.entry(at)
        if (entry) corpus.append(entry)
      }
      return corpus
    },
    annotationsOf(name) {
      const effect = Object.hasOwn(tools, name) ? tools[name]?.effect : undefined
      return effect && { readOnlyHint: effect === 'read', destructiveHint: effect === 'destructive' }
    },
  }
}
