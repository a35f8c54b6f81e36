import { describe, expect, test } from 'vitest'
import {
  BASE_INTERVENTIONS,
  chooseIntervention,
  DEFAULT_POLICY,
  type EffectProposal,
  effectProposal,
  InterventionLadder,
  InterventionPolicy,
  maskedShape,
  runHandler,
  syntheticCorrectiveResult,
} from '../src/index.ts'
import { textsIn } from './support/texts.ts'
import { thrownBy } from './support/thrown-by.ts'
import { arg, contextOf, decisionOn, minted, verdictOf } from './support/verdicts.ts'

const answering = (answer: unknown) => ({ name: 'h', handle: () => answer as EffectProposal })

/** The points at which the reference breaks its own promise, and ours must not. */
describe('where ours differs from the reference', () => {
  test.each([
    ['OBSERVE', 'OBSERVE', null],
    ['WARN', 'WARN', null],
    ['BLOCK', 'WARN', null],
    ['DEFER', 'OBSERVE', { status: 'x' }],
    ['DEFER', 'DEFER', { status: 'x' }],
  ] as const)(
    '1: on %s, a proposal of %s that does more than its rung observes',
    (decided, proposed, synthetic) => {
      const proposal = effectProposal({
        intervention: proposed,
        dispatchCall: false,
        syntheticResult: synthetic,
      })
      const outcome = runHandler(answering(proposal), decisionOn(decided), contextOf()) as EffectProposal
      expect(outcome).toMatchObject({ intervention: 'OBSERVE', dispatchCall: true, syntheticResult: null })
      expect(outcome.reason).toContain('`h`')
    },
  )

  test('2: choosing never throws', () => {
    const flagged = verdictOf(minted('id', 'INC0010023'))
    const odd = new InterventionLadder({
      specs: BASE_INTERVENTIONS.specs.map((spec) => ({ ...spec, token: ` ${spec.token.toLowerCase()} ` })),
    })
    expect(chooseIntervention(flagged, DEFAULT_POLICY, odd).intervention).toBe('BLOCK')
    const empty = chooseIntervention(flagged, DEFAULT_POLICY, new InterventionLadder())
    expect(empty).toMatchObject({ intervention: 'OBSERVE', disruptionCost: 0 })
    const foreign = new InterventionLadder({
      specs: [
        { token: 'PEEK', rank: 1, dispatches: true },
        { token: 'HOLD', rank: 2, dispatches: false },
      ],
      defaultToken: 'HOLD',
    })
    expect(chooseIntervention(flagged, DEFAULT_POLICY, foreign).rung.key).toBe('PEEK')
  })

  test('2: also not with a policy or a ladder that somebody made by hand', () => {
    const flagged = verdictOf(minted('id', 'INC0010023'))
    const lying = { ...DEFAULT_POLICY, onHighConfidence: 'PANIC', validateAgainst() {} }
    const throwing = {
      ...DEFAULT_POLICY,
      validateAgainst() {
        throw Symbol('no error')
      },
    }
    for (const policy of [lying, throwing, null as never])
      expect(chooseIntervention(flagged, policy, BASE_INTERVENTIONS).rung.dispatches).toBe(true)
  })

  test('3: stepping by a negative number is refused', () => {
    expect(thrownBy(() => BASE_INTERVENTIONS.escalate('WARN', -1)).code).toBe('INVALID_OPTION')
    expect(thrownBy(() => BASE_INTERVENTIONS.deEscalate('WARN', -1)).code).toBe('INVALID_OPTION')
  })

  test('4: a policy can name a rung of the host, on its ladder and only there', () => {
    const ladder = BASE_INTERVENTIONS.extend([{ token: 'NUDGE', rank: 15, dispatches: true }])
    const policy = new InterventionPolicy({ onHighConfidence: 'NUDGE' }, ladder)
    const flagged = verdictOf(minted('id', 'INC0010023'))
    expect(chooseIntervention(flagged, policy, ladder)).toMatchObject({
      intervention: 'WARN',
      rung: { key: 'NUDGE' },
    })
    expect(thrownBy(() => new InterventionPolicy({ onHighConfidence: 'NUDGE' })).code).toBe('INVALID_POLICY')
    const elsewhere = chooseIntervention(flagged, policy, BASE_INTERVENTIONS)
    expect(elsewhere.rung.key).toBe('WARN')
    expect(elsewhere.reason).toContain('fail-safe')
  })

  test('5: a handler that never answers is passed over', async () => {
    const handler = { name: 'h', handle: () => new Promise<EffectProposal>(() => {}) }
    const outcome = await runHandler(handler, decisionOn('BLOCK'), contextOf({ timeoutMs: 5 }))
    expect(outcome).toMatchObject({ intervention: 'OBSERVE', dispatchCall: true })
    expect(outcome.reason).toContain('no answer within 5 ms')
  })

  test('6: an answer that cannot be read is a fault of its handler', () => {
    const answer = new Proxy(effectProposal({ intervention: 'BLOCK', dispatchCall: false }), {
      get() {
        throw new Error('a getter failed')
      },
    })
    const outcome = runHandler(answering(answer), decisionOn('BLOCK'), contextOf()) as EffectProposal
    expect(outcome).toMatchObject({ intervention: 'OBSERVE', dispatchCall: true })
    expect(outcome.reason).toContain('a getter failed')
  })

  test('7: the corrective result names arguments and shapes, never values', () => {
    const composite = arg({
      argName: 'contact',
      stance: 'UNSUPPORTED',
      componentsChecked: ['ann.smith@acme.com', '4421'],
      componentsUnmatched: ['ann.smith@acme.com'],
    })
    const supported = arg({ argName: 'ok', stance: 'SUPPORTED', componentsChecked: ['77'] })
    const result = syntheticCorrectiveResult(
      verdictOf(minted('sys_id', 'INC0010023'), composite, supported),
      'update_incident',
      'get_incident',
    )
    expect(result.unresolved).toEqual([
      { arg: 'sys_id', unresolved_components: ['INC#######'] },
      { arg: 'contact', unresolved_components: ['xxx.xxxxx@xxxx.xxx'] },
    ])
    expect(result).toMatchObject({ status: 'blocked_unresolved_id', handrail_blocked: true })
    expect(result.error).toContain('`update_incident`')
    expect(result.remediation).toContain('`get_incident`')
    expect(textsIn(result).join()).not.toMatch(/0010023|ann\.smith/)
    expect(Object.isFrozen(result)).toBe(true)
  })
})

describe('the masked shape', () => {
  test.each([
    ['INC0010023', 'INC#######'],
    ['gift_card_8887', 'xxxx_xxxx_####'],
    ['ann.smith@acme.com', 'xxx.xxxxx@xxxx.xxx'],
    ['ABCDE12', 'xxxxx##'],
    ['abcd1', 'abcd#'],
    ['12ab', '##xx'],
    ['W-1', 'x-#'],
    ['é٣０½', 'x###'],
    ['a b\n\u200B`"', 'x?x????'],
    ['👍1', '?#'],
    ['', ''],
    ['1'.repeat(70), `${'#'.repeat(64)}...`],
  ])('of %j is %j', (value, shape) => {
    expect(maskedShape(value)).toBe(shape)
  })
})
