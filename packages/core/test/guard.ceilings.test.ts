import { describe, expect, test } from 'vitest'
import {
  BASE_INTERVENTIONS,
  corpusOf,
  createGuard,
  InterventionLadder,
  InterventionPolicy,
} from '../src/index.ts'
import { assessed, MINTED, rungOf, TASK } from './support/assessed.ts'

describe('ceilings', () => {
  const harsh = { onHighConfidence: 'DEFER', onLowConfidence: 'DEFER', ceiling: 'DEFER' }

  test('a read is never judged, a write is warned about, a destructive call is blocked', () => {
    expect(rungOf({}, 'get_order')).toBe('OBSERVE')
    expect(rungOf({}, 'update_address')).toBe('WARN')
    expect(rungOf({}, 'cancel_order')).toBe('BLOCK')
    expect(assessed({}, 'get_order').verdict.args.map(({ stance }) => stance)).toEqual(['ABSTAIN'])
  })

  test('the reason says where a decision was lowered', () => {
    expect(assessed({}, 'update_address').decision.reason).toContain('the ceiling of write tools -> WARN')
  })

  test('a policy whose own ceiling is DEFER lifts that of destructive tools, unless ceilings are given', () => {
    expect(rungOf({ policy: harsh }, 'cancel_order')).toBe('DEFER')
    expect(rungOf({ policy: new InterventionPolicy(harsh) }, 'cancel_order')).toBe('DEFER')
    expect(rungOf({ policy: harsh }, 'update_address')).toBe('WARN')
    expect(rungOf({ policy: harsh, ceilings: { destructive: 'BLOCK' } }, 'cancel_order')).toBe('BLOCK')
    expect(rungOf({ policy: { ...harsh, ceiling: ' defer ' } }, 'cancel_order')).toBe('DEFER')
  })

  test('a ceiling only ever lowers a rung', () => {
    expect(rungOf({ ceilings: { write: 'DEFER', destructive: 'DEFER' } }, 'cancel_order')).toBe('BLOCK')
    expect(rungOf({ ceilings: { write: 'BLOCK' } }, 'update_address')).toBe('BLOCK')
    expect(rungOf({ ceilings: { destructive: 'OBSERVE' } }, 'cancel_order')).toBe('OBSERVE')
  })

  test('a ceiling picks the highest rung at or below it', () => {
    const ladder = new InterventionLadder({
      specs: [
        { token: 'OBSERVE', rank: 0, dispatches: true },
        { token: 'NUDGE', rank: 5, dispatches: true },
        { token: 'BLOCK', rank: 20, dispatches: false, returnsSynthetic: true },
      ],
      defaultToken: 'OBSERVE',
    })
    const policy = { onLowConfidence: 'NUDGE', floor: 'NUDGE' }
    // The ladder has no WARN: the ceiling keeps the rank that WARN has on the built-in one.
    expect(rungOf({ ladder, policy }, 'update_address')).toBe('NUDGE')
    expect(rungOf({ ladder, policy }, 'cancel_order')).toBe('BLOCK')
  })

  test('a rung of the host is decided, and carried out by its data', () => {
    const ladder = BASE_INTERVENTIONS.extend([{ token: 'NUDGE', rank: 5, dispatches: true }])
    const policy = { onHighConfidence: 'NUDGE', onLowConfidence: 'NUDGE', floor: 'OBSERVE' }
    const guard = createGuard({ ladder, policy, handler: 'enforce' })
    const assessment = guard.assess(
      { toolCallId: 'c', toolName: 'cancel_order', args: { order_id: MINTED } },
      corpusOf([TASK]),
    )
    expect(assessment.decision).toMatchObject({ intervention: 'WARN', rung: { key: 'NUDGE' } })
    expect(guard.propose(assessment)).toMatchObject({ intervention: 'WARN', dispatchCall: true })
  })
})
