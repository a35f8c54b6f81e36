import type { EnforcementHandler } from '../enforcement/handler.ts'
import type { InterventionLadder } from '../intervention/ladder.ts'
import type { InterventionPolicy, InterventionPolicyFields } from '../intervention/policy.ts'
import type { RungToken } from '../intervention/vocabulary.ts'
import type { ProvenancePolicy } from '../provenance/policy.ts'
import type { ToolTraits } from '../transcript.ts'
import type { GuardRecord } from './record.ts'

/** What happens when the model repeats a call that was answered by us before, with the same unsupported values. */
export type RepeatRule =
  /** The call runs and is recorded, with a note when the first one was withheld. */
  | 'dispatch'
  /** The call gets the decided rung again, however often. */
  | 'hold'

/** Options of a guard. All may be left out: then it observes, and records. */
export interface GuardOptions {
  /** Who turns decisions into effects: `'observe'` (default), `'enforce'`, the name of one of `handlers`, or a handler. */
  readonly handler?: 'observe' | 'enforce' | (string & {}) | EnforcementHandler
  /** More handlers to choose from by name. */
  readonly handlers?: readonly EnforcementHandler[]
  /** Milliseconds until a handler that has not answered is passed over; `Infinity` waits. 30,000 by default. */
  readonly handlerTimeoutMs?: number
  /** Which rung each confidence gets. `DEFAULT_POLICY` by default. */
  readonly policy?: InterventionPolicy | Partial<InterventionPolicyFields>
  /** The rungs. `BASE_INTERVENTIONS` by default. */
  readonly ladder?: InterventionLadder
  /**
   * The harshest rung by effect of the tool. By default WARN for `write`, BLOCK for `destructive`, or DEFER for
   * `destructive` where the policy's own ceiling is DEFER. A ceiling only ever lowers a rung.
   */
  readonly ceilings?: { readonly write?: RungToken; readonly destructive?: RungToken }
  /** What a repeated call gets. `'dispatch'` for `write` and `'hold'` for `destructive` by default. */
  readonly repeat?: { readonly write?: RepeatRule; readonly destructive?: RepeatRule }
  /** How many answers of ours a visible conversation may hold before further writes just run. 20 by default. */
  readonly maxActuations?: number
  /** Traits by tool name. */
  readonly tools?: Readonly<Record<string, ToolTraits>>
  /** Whether a server's annotations may also make a tool's effect milder than its name says. `false` by default. */
  readonly trustAnnotations?: boolean
  /** How arguments are judged. */
  readonly provenance?: ProvenancePolicy
  /** Text the model has read and the framework does not hand over, such as instructions. A function is asked anew each time. */
  readonly extraEvidence?: string | readonly string[] | (() => string | readonly string[])
  /** Called with every record, or several one after another. What one throws is caught and recorded, and the next is called. */
  readonly onRecord?: RecordSink | readonly RecordSink[]
}

/** Is told of every record. What it returns is not waited for; that it rejects is recorded. */
export type RecordSink = (record: GuardRecord) => unknown
