import { z } from 'zod'
import type { EnforcementHandler } from '../enforcement/handler.ts'
import { HandrailError, show } from '../errors.ts'
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
  /** Called with every record. What it throws is caught and recorded. */
  readonly onRecord?: (record: GuardRecord) => unknown
}

const fn = <T>() => z.custom<T>((value) => typeof value === 'function', 'to be a function')
const handler = z.custom<EnforcementHandler>(
  (value) =>
    typeof value === 'object' && value !== null && typeof (value as EnforcementHandler).handle === 'function',
  'to be a handler: an object with a `name` and a function `handle`',
)
const repeatRule = z.enum(['dispatch', 'hold']).optional()
const traits = z.strictObject({
  effect: z.enum(['read', 'write', 'destructive']).optional(),
  roundTrip: z.boolean().optional(),
  author: z.enum(['environment', 'model']).optional(),
  inputSchema: z.record(z.string(), z.unknown()).optional(),
  args: z.record(z.string(), z.enum(['reference', 'newKey', 'quantity', 'freeText'])).optional(),
})
const wordList = z.array(z.string().min(1)).readonly().optional()

const shape = z.strictObject({
  handler: z.union([z.string(), handler], 'to be the name of a handler, or a handler').optional(),
  handlers: z.array(handler).readonly().optional(),
  handlerTimeoutMs: z
    .custom<number>(
      (ms) => typeof ms === 'number' && ms > 0,
      'to be a number of milliseconds above 0, or Infinity',
    )
    .optional(),
  policy: z
    .custom<object>((value) => typeof value === 'object' && value !== null, 'to be a policy, or its fields')
    .optional(),
  ladder: z
    .custom<InterventionLadder>(
      (value) => typeof (value as InterventionLadder | null)?.rankOf === 'function',
      'to be an InterventionLadder',
    )
    .optional(),
  ceilings: z.strictObject({ write: z.string().optional(), destructive: z.string().optional() }).optional(),
  repeat: z.strictObject({ write: repeatRule, destructive: repeatRule }).optional(),
  maxActuations: z
    .custom<number>((n) => Number.isSafeInteger(n) && (n as number) >= 0, 'to be an integer from 0')
    .optional(),
  tools: z.record(z.string(), traits).optional(),
  trustAnnotations: z.boolean().optional(),
  provenance: z
    .strictObject({
      idWords: wordList,
      quantityWords: wordList,
      contentWords: wordList,
      namingWords: wordList,
    })
    .optional(),
  extraEvidence: z
    .union(
      [z.string(), z.array(z.string()).readonly(), fn()],
      'to be a string, strings, or a function that returns them',
    )
    .optional(),
  onRecord: fn().optional(),
})

/**
 * Checks the options of a guard.
 *
 * @throws HandrailError `INVALID_OPTION` that names the field, what was expected and what came.
 */
export function checkOptions(options: GuardOptions): GuardOptions {
  const { error } = shape.safeParse(options)
  const issue = error?.issues[0]
  if (!issue) return options
  const path = issue.path.map(String)
  const field = ['options', ...path].join('.')
  if (issue.code === 'unrecognized_keys')
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`${field}\` to have no fields but ${knownFields(path).join(', ')}, got ${issue.keys.map(show).join(', ')}.`,
    )
  const got = path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    options,
  )
  const expectation =
    issue.code === 'invalid_type'
      ? `to be ${issue.expected}`
      : issue.code === 'invalid_value'
        ? `to be one of ${issue.values.map(String).join(', ')}`
        : issue.message.startsWith('to be ')
          ? issue.message
          : `to be valid (${issue.message})`
  throw new HandrailError('INVALID_OPTION', `Expected \`${field}\` ${expectation}, got ${show(got)}.`, {
    cause: error,
  })
}

/** The fields that the options have at a place, for the sentence that says which one is unknown. */
function knownFields(path: readonly string[]): string[] {
  const [first, , ...rest] = path
  if (first === undefined) return Object.keys(shape.shape)
  if (first === 'tools' && rest.length === 0) return Object.keys(traits.shape)
  const inner = shape.shape[first as keyof typeof shape.shape].unwrap()
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : []
}
