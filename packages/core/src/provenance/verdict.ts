import type { CorpusSource } from '../evidence/source.ts'
import type { JsonSchema, ToolTraits } from '../transcript.ts'
import type { Origin } from './origin/origin.ts'

/** What became of one argument. */
export const ProvenanceStance = Object.freeze({
  /** The value stands in the evidence, or follows from it. */
  SUPPORTED: 'SUPPORTED',
  /** The value is found nowhere: it looks minted. */
  UNSUPPORTED: 'UNSUPPORTED',
  /** Not judged, or not decidable. */
  ABSTAIN: 'ABSTAIN',
})

/** One of the three stances. */
export type ProvenanceStance = (typeof ProvenanceStance)[keyof typeof ProvenanceStance]

/** How a supported value follows from the evidence. */
export type SupportKind =
  /** It stands there as it is. */
  | 'verbatim'
  /** The number is there in another form: zero-padded, grouped, or as the digits of a longer id. */
  | 'numeric'
  /** The same letters and digits are there with other separators. */
  | 'separator-insensitive'
  /** It is put together from parts that are there. */
  | 'derived'
  /** An address of a known domain and known words. */
  | 'email'

/** One argument of a call. */
export interface ToolArg {
  readonly name: string
  readonly value: unknown
  /** `false` keeps the argument from being judged. `true` when absent. */
  readonly isReference?: boolean
}

/** A call to be judged. */
export interface ToolCall {
  readonly toolName: string
  readonly args: readonly ToolArg[]
  /** `false` for a call that changes nothing: reading is how evidence comes in. `true` when absent. */
  readonly isMutating?: boolean
  /** The tool's JSON Schema, where the corpus knows none. It is read once, so it must not change afterwards. */
  readonly inputSchema?: JsonSchema
  /** Roles of the arguments as in `ToolTraits.args`, where the corpus knows none. */
  readonly argRoles?: NonNullable<ToolTraits['args']>
}

/** What was found out about one argument. */
export interface ArgProvenance {
  readonly argName: string
  /** The value in short, for people: at most 80 characters. Holds what the model wrote, so never show it to a model. */
  readonly valueRepr: string
  readonly stance: ProvenanceStance
  /** Whether anything in the value has the shape of an id. */
  readonly idShaped: boolean
  readonly isReference: boolean
  /** The kinds of evidence that hold a part of the value. */
  readonly matchedIn: readonly CorpusSource[]
  /** The parts that were looked for. */
  readonly componentsChecked: readonly string[]
  /** The parts that were found nowhere. */
  readonly componentsUnmatched: readonly string[]
  /** How the value follows from the evidence, when it is supported. */
  readonly how?: SupportKind
  /** Where the value, or the first of its parts, stands in the evidence, when it is supported. */
  readonly origin?: Origin
  /** One line for people. */
  readonly reason: string
}

/** What was found out about a call. */
export interface ProvenanceVerdict {
  /** `true` means only that nothing was minted, never that the arguments are right. */
  readonly believe: boolean
  readonly args: readonly ArgProvenance[]
  /** Names of the unsupported arguments. */
  readonly unsupported: readonly string[]
  /** One line for people. */
  readonly reason: string
}
