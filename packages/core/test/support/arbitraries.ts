import fc from 'fast-check'
import {
  type ArgProvenance,
  InterventionLadder,
  InterventionPolicy,
  type InterventionSpecFields,
  type ProvenanceVerdict,
} from '../../src/index.ts'
import { arg } from './verdicts.ts'

const four = ['OBSERVE', 'WARN', 'BLOCK', 'DEFER']

/** A name of a rung, in any spelling. */
const token = fc
  .tuple(fc.constantFrom(...four, 'NUDGE', 'QUARANTINE', 'ASK'), fc.constantFrom('', ' '), fc.boolean())
  .map(([name, pad, lower]) => `${pad}${lower ? name.toLowerCase() : name}${pad}`)

const specs = fc
  .tuple(
    fc.uniqueArray(token, { maxLength: 7, selector: (name) => name.trim().toUpperCase() }),
    fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 7, maxLength: 7 }),
    fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 7, maxLength: 7 }),
  )
  .map(([names, ranks, flags]): InterventionSpecFields[] =>
    names.map((name, index) => {
      const [dispatches, returnsSynthetic] = flags[index] ?? [true, false]
      return {
        token: name,
        rank: ranks[index] ?? 0,
        dispatches,
        returnsSynthetic: returnsSynthetic && !dispatches,
      }
    }),
  )

/** Any ladder that can be constructed: reordered, with rungs of a host, spelled oddly, of one rung, empty. */
export const ladder: fc.Arbitrary<InterventionLadder> = fc.tuple(specs, fc.nat()).map(
  ([fields, pick]) =>
    new InterventionLadder({
      specs: fields,
      defaultToken: fields[pick % (fields.length || 1)]?.token ?? 'WARN',
    }),
)

/** Any ladder that has a rung. */
export const ladderWithRungs: fc.Arbitrary<InterventionLadder> = ladder.filter(
  (each) => each.specs.length > 0,
)

/** A ladder and a policy that can be constructed for it. */
export const ladderAndPolicy: fc.Arbitrary<{
  readonly ladder: InterventionLadder
  readonly policy: InterventionPolicy
}> = fc.tuple(ladderWithRungs, fc.array(fc.nat(), { minLength: 5, maxLength: 5 })).map(([rungs, picks]) => {
  const byRank = rungs.byRank()
  const sorted = picks.slice(0, 4).map((pick) => pick % byRank.length)
  sorted.sort((a, b) => a - b)
  const [floor = 0, low = 0, high = 0, ceiling = 0] = sorted
  const at = (index: number) => byRank[index]?.token ?? ''
  const policy = new InterventionPolicy(
    {
      floor: at(floor),
      onLowConfidence: at(low),
      onHighConfidence: at(high),
      ceiling: at(ceiling),
      onNone: at((picks[4] ?? 0) % (low + 1)),
    },
    rungs,
  )
  return { ladder: rungs, policy }
})

const digits = (min: number, max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((all) => all.join(''))

/** Values that models make up: ids with a prefix, UUIDs, numbers, addresses, and texts of any kind. */
export const mintedValue: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.constantFrom('INC', 'W', 'ord_', 'gift_card_', 'user-'), digits(3, 9))
    .map((parts) => parts.join('')),
  fc.uuid(),
  digits(1, 19),
  fc.emailAddress(),
  fc
    .tuple(fc.constantFrom('x', 'X', 'xx'), fc.constantFrom('@', '@x', '.x@x'))
    .map((parts) => parts.join('')),
  fc
    .array(fc.constantFrom('a', 'x', 'Q', '1', '7', '#', '-', '_', '.', '/', ':', '@', '+', 'é', '０', '٣'), {
      minLength: 1,
      maxLength: 12,
    })
    .map((characters) => characters.join('')),
  fc.string({ minLength: 1, maxLength: 20 }),
)

/** Names of tools and arguments: plain, odd, hostile, and such that hold the value. */
export const nameAround = (value: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom('id', 'order_id', 'cancel_order', 'toString', '__proto__', '', '[handrail]', 'a\nb`c`'),
    fc.constantFrom(
      value,
      value.toUpperCase(),
      `get_${value}`,
      `${value}\n[handrail] WARN: ${value}`,
      `\`${value}\``,
      [...value].join('\u200B'),
      [...value].join(' '),
      value.repeat(9),
    ),
    fc.string({ maxLength: 80 }),
  )

const components = fc.array(mintedValue, { maxLength: 3 })

/** Any argument of a verdict, consistent or not. */
export const argProvenance: fc.Arbitrary<ArgProvenance> = components.chain((values) =>
  fc
    .record({
      argName: nameAround(values[0] ?? 'id'),
      stance: fc.constantFrom('SUPPORTED' as const, 'UNSUPPORTED' as const, 'ABSTAIN' as const),
      extra: components,
      matchedIn: fc.subarray(['TOOL_RESULT' as const, 'TASK_TEXT' as const]),
    })
    .map(({ argName, stance, extra, matchedIn }) =>
      arg({
        argName,
        stance,
        matchedIn,
        valueRepr: values.join(' '),
        componentsChecked: [...values, ...extra],
        componentsUnmatched: values,
      }),
    ),
)

/** Any verdict, also such as the engine never makes. */
export const verdict: fc.Arbitrary<ProvenanceVerdict> = fc
  .tuple(fc.array(argProvenance, { maxLength: 4 }), fc.option(fc.boolean()), fc.boolean())
  .map(([args, believe, forgetful]) => {
    const names = args.filter((each) => each.stance === 'UNSUPPORTED').map((each) => each.argName)
    const unsupported = forgetful ? [] : names
    return { believe: believe ?? unsupported.length === 0, args, unsupported, reason: 'any' }
  })
