import { describe, expect, test } from 'vitest'
import { BASE_INTERVENTIONS, DEFAULT_POLICY, InterventionPolicy } from '../src/index.ts'
import { thrownBy } from './support/thrown-by.ts'

describe('a policy', () => {
  test('blocks a whole minted value, warns of a partial one, and leaves DEFER to those who ask', () => {
    expect({ ...DEFAULT_POLICY }).toEqual({
      onHighConfidence: 'BLOCK',
      onLowConfidence: 'WARN',
      onNone: 'OBSERVE',
      floor: 'WARN',
      ceiling: 'BLOCK',
    })
    expect(Object.isFrozen(DEFAULT_POLICY)).toBe(true)
  })

  test.each([
    [{ onLowConfidence: 'DEFER', ceiling: 'DEFER' }, 'onLowConfidence'],
    [{ onNone: 'BLOCK' }, 'onNone'],
    [{ floor: 'BLOCK', ceiling: 'WARN' }, 'floor'],
    [{ floor: 'BLOCK' }, 'floor'],
    [{ onHighConfidence: 'DEFER' }, 'onHighConfidence'],
    [{ ceiling: 'PANIC' }, 'ceiling'],
    [{ onNone: 7 as never }, 'onNone'],
    [{ onNone: '' }, 'onNone'],
  ])('is refused with %j', (fields, field) => {
    const error = thrownBy(() => new InterventionPolicy(fields))
    expect(error.code).toBe('INVALID_POLICY')
    expect(error.message).toContain(`\`policy.${field}\``)
  })

  test('is refused with a field it does not know, which it names', () => {
    const error = thrownBy(() => new InterventionPolicy({ onHighConfidense: 'WARN' } as never))
    expect(error.code).toBe('INVALID_OPTION')
    expect(error.message).toContain('onHighConfidense')
  })

  test('takes tokens in any spelling', () => {
    const policy = new InterventionPolicy({ onHighConfidence: ' defer', ceiling: 'Defer' })
    expect(() => policy.validateAgainst(BASE_INTERVENTIONS)).not.toThrow()
  })
})
