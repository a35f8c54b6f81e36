import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ArgProvenance,
  classifyCall,
  corpusOf,
  type ProvenanceStance,
  type ProvenanceVerdict,
} from '../../packages/core/src/index.ts'
import { checkPlan } from '../checks.ts'
import { make } from '../make.ts'
import { anyPlan, type Plan } from '../plan.ts'
import { runSeed } from '../run.ts'

test('two thousand random cases', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => checkPlan(plan)),
    { numRuns: 2_000 },
  )
})

const found: Plan = {
  entries: [],
  planted: { token: 'KX-7701', before: 'see', after: 'please', at: 0 },
  more: [],
  says: 'thanks',
  args: [{ name: 'order_id', value: { kind: 'planted' } }],
  toolName: 'cancel_order',
  ...{ roundTrip: false, nested: false, freeze: false },
}

test('the planted token is there, and a piece with a character changed is not', () => {
  const texts = make(found).entries.map((entry) => (entry.kind === 'task' ? entry.text : ''))
  expect(texts).toEqual(['see KX-7701\nplease'])
  const near = { kind: 'piece', of: 0, from: 4, length: 7, change: 'x' } as const
  expect(make({ ...found, args: [{ name: 'id', value: near }] }).args).toEqual([
    { name: 'id', value: 'KX-x701' },
  ])
})

describe('a check that does not hold is named', () => {
  const flags = (name: string, stance: ProvenanceStance): ArgProvenance => ({
    ...(classifyCall({ toolName: 't', args: [{ name, value: 'x' }] }, corpusOf([])).args[0] as ArgProvenance),
    ...{ argName: name, stance, componentsChecked: Object.freeze(['x']) },
    componentsUnmatched: Object.freeze(stance === 'UNSUPPORTED' ? ['x'] : []),
  })
  const judging = (stance: ProvenanceStance): ProvenanceVerdict =>
    Object.freeze({
      believe: stance !== 'UNSUPPORTED',
      args: Object.freeze([Object.freeze(flags('order_id', stance))]),
      unsupported: Object.freeze(stance === 'UNSUPPORTED' ? ['order_id'] : []),
      reason: 'a test',
    })

  test('and the real judge breaks none', () => {
    expect(() => checkPlan(found)).not.toThrow()
  })

  test('planted token', () => {
    expect(() => checkPlan(found, () => judging('UNSUPPORTED'))).toThrow(/^planted token/)
  })

  test('shape', () => {
    expect(() => checkPlan(found, () => ({ ...judging('ABSTAIN') }))).toThrow(/^shape: frozen/)
  })

  test('deterministic', () => {
    let count = 0
    const other = () => ({ ...judging('ABSTAIN'), reason: `a test ${count++}` })
    expect(() => checkPlan(found, () => Object.freeze(other()))).toThrow(/^deterministic/)
  })

  test('monotony', () => {
    const forgetful: typeof classifyCall = (call, corpus) =>
      corpus.version > 1 ? judging('ABSTAIN') : classifyCall(call, corpus)
    expect(() => checkPlan(found, forgetful)).toThrow(/^monotony/)
  })

  test('untouched', () => {
    const careless: typeof classifyCall = (call, corpus) => {
      Object.assign(call.args[0] as object, { seen: true })
      return classifyCall(call, corpus)
    }
    expect(() => checkPlan(found, careless)).toThrow(/^untouched/)
    expect(() => checkPlan({ ...found, freeze: true }, careless)).toThrow(/^nothing throws/)
  })
})

test('a seed is run, and one of its cases again', () => {
  const { cases, slowest, failure } = runSeed(3, 40)
  expect([cases, failure]).toEqual([40, undefined])
  const [slow] = slowest
  expect(runSeed(slow?.seed ?? -1, 1, slow?.path)).toMatchObject({ cases: 1 })
})
