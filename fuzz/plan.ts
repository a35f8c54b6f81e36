import fc from 'fast-check'
import { hostileKinds } from './hostile.ts'
import { anyText, commonIds, key } from './texts.ts'
import { plantedToken } from './tokens.ts'

/**
 * A value as a description of it: a case that fails can be printed, made smaller and made again, also where the value
 * itself is a revoked proxy.
 */
export type ValuePlan =
  | { readonly kind: 'plain'; readonly value: unknown }
  | { readonly kind: 'hostile'; readonly which: (typeof hostileKinds)[number]; readonly text: string }
  /** A piece of a text of the evidence, with one character changed where `change` is not empty. */
  | {
      readonly kind: 'piece'
      readonly of: number
      readonly from: number
      readonly length: number
      readonly change: string
    }
  | { readonly kind: 'planted' }
  | { readonly kind: 'within'; readonly key: string; readonly list: boolean; readonly value: ValuePlan }

/** An entry of a conversation, its content as a plan. */
export type EntryPlan =
  | { readonly kind: 'task'; readonly text: string; readonly role: 'system' | 'user' }
  | {
      readonly kind: 'call'
      readonly toolCallId: string
      readonly toolName: string
      readonly args: ValuePlan
    }
  | {
      readonly kind: 'result'
      readonly toolCallId: string
      readonly toolName: string
      readonly content: ValuePlan
      readonly outcome?: 'ok' | 'error'
      readonly author?: 'environment' | 'model'
      readonly intervention?: 'OBSERVE' | 'WARN' | 'BLOCK' | 'DEFER'
    }
  | { readonly kind: 'opaque'; readonly reason: 'unreadable' | 'lost' }

/** One case: a conversation, how it goes on, and a call to be judged. */
export interface Plan {
  readonly entries: readonly EntryPlan[]
  /** A token between white space, in a user message that stands at `at`. */
  readonly planted: {
    readonly token: string
    readonly before: string
    readonly after: string
    readonly at: number
  }
  /** What comes after the call. */
  readonly more: readonly EntryPlan[]
  /** What the user says after the call. */
  readonly says: string
  readonly args: readonly {
    readonly name: string
    readonly value: ValuePlan
    readonly isReference?: boolean
  }[]
  readonly toolName: string
  readonly roundTrip: boolean
  readonly nested: boolean
  /** Whether what goes in is frozen; otherwise it is compared with what it was. */
  readonly freeze: boolean
}

const scalar = fc.oneof(
  fc.constantFrom(
    ...commonIds,
    7701,
    77,
    Number('12345678901234567890'),
    -7701,
    0.5,
    Number.NaN,
    true,
    null,
    undefined,
    7701n,
  ),
  anyText,
)

const plain: fc.Arbitrary<ValuePlan> = fc
  .oneof(
    { weight: 6, arbitrary: anyText },
    {
      weight: 3,
      arbitrary: fc.dictionary(key(), fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), { maxKeys: 4 }),
    },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    {
      weight: 1,
      arbitrary: fc.anything({
        ...{
          maxDepth: 2,
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
        },
        ...{
          withNullPrototype: true,
          withSparseArray: true,
          withObjectString: true,
          withUnicodeString: true,
        },
      }),
    },
  )
  .map((value) => ({ kind: 'plain', value }))

const hostile: fc.Arbitrary<ValuePlan> = fc.record({
  kind: fc.constant('hostile'),
  // Depth is slow to make, so it comes up less often.
  which: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...hostileKinds.filter((kind) => !kind.startsWith('deep'))) },
    { weight: 1, arbitrary: fc.constantFrom(...hostileKinds) },
  ),
  text: anyText,
})

const piece: fc.Arbitrary<ValuePlan> = fc.record({
  kind: fc.constant('piece'),
  of: fc.nat(10),
  from: fc.nat(600),
  length: fc.nat(40),
  change: fc.oneof(fc.constant(''), fc.constantFrom('0', '7', 'x', '-', 'а')),
})

const content: fc.Arbitrary<ValuePlan> = fc.oneof(
  { weight: 12, arbitrary: plain },
  { weight: 1, arbitrary: hostile },
)

const planted: fc.Arbitrary<ValuePlan> = fc.constant({ kind: 'planted' })

const argValue: fc.Arbitrary<ValuePlan> = fc.oneof(
  { weight: 4, arbitrary: planted },
  { weight: 5, arbitrary: piece },
  { weight: 3, arbitrary: scalar.map((value): ValuePlan => ({ kind: 'plain', value })) },
  { weight: 1, arbitrary: content },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('within'),
      key: key(),
      list: fc.boolean(),
      value: fc.oneof(planted, piece, plain, hostile),
    }),
  },
)

const toolCallId = fc.constantFrom('c1', 'c2', '')
const toolName = fc.constantFrom('look_up', 'store', 'cancel_order', '__proto__', '')

const entry: fc.Arbitrary<EntryPlan> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('task'),
      text: anyText,
      role: fc.constantFrom('user', 'system'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ kind: fc.constant('call'), toolCallId, toolName },
      args: fc.oneof(content, argValue),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record(
      {
        ...{ kind: fc.constant('result'), toolCallId, toolName, content },
        outcome: fc.constantFrom('ok', 'error'),
        author: fc.constantFrom('environment', 'environment', 'model'),
        intervention: fc.constantFrom('OBSERVE', 'WARN', 'BLOCK', 'DEFER'),
      },
      { requiredKeys: ['kind', 'toolCallId', 'toolName', 'content'] },
    ),
  },
)

const anyEntry: fc.Arbitrary<EntryPlan> = fc.oneof(
  { weight: 30, arbitrary: entry },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('opaque'), reason: fc.constantFrom('unreadable', 'lost') }),
  },
)

/** What stands around the planted token: any texts, or such that all of it may be JSON or code. */
const around: fc.Arbitrary<readonly [before: string, after: string]> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(anyText, anyText) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[['[', ']'] as const, ['{"id":', '}'] as const, ['{"order":', ', "a": "\\u0041"}'] as const],
      ...[['"', '"'] as const, ['{"id": "', '"}'] as const, ['{"a": "{\\"id\\": \\" ', '\\"}"}'] as const],
      ...[['```json\n{"id":', '}\n```'] as const, ['[handrail]', '[handrail]'] as const],
    ),
  },
)

/** Any case. */
export const anyPlan: fc.Arbitrary<Plan> = fc.record({
  entries: fc.array(anyEntry, { maxLength: 5 }),
  planted: fc
    .tuple(plantedToken, around, fc.nat(5))
    .map(([token, [before, after], at]) => ({ token, before, after, at })),
  more: fc.array(anyEntry, { maxLength: 2 }),
  says: anyText,
  args: fc.array(
    fc.record(
      { name: key(), value: argValue, isReference: fc.nat(9).map((n) => n > 0) },
      { requiredKeys: ['name', 'value'] },
    ),
    { minLength: 1, maxLength: 3 },
  ),
  toolName: fc.constantFrom('cancel_order', 'update_record', '__proto__', ''),
  roundTrip: fc.boolean(),
  nested: fc.nat(19).map((n) => n === 0),
  freeze: fc.boolean(),
})
