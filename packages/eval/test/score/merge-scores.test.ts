import { InterventionLadder } from '@handrail/core'
import { expect, it } from 'vitest'
import { mergeScores, scoreCases } from '../../src/index.ts'
import { always, caseOf } from './support.ts'

it('merges nothing into the report of no cases', () => {
  expect(mergeScores([])).toEqual(scoreCases([]))
})

it('refuses scores of two ladders', () => {
  const cases = [caseOf('HIGH', 'false')]
  const ladder = new InterventionLadder({
    specs: [
      { token: 'WARN', rank: 0, dispatches: true },
      { token: 'BLOCK', rank: 20, dispatches: false },
    ],
  })
  const other = scoreCases(cases, { policy: always('BLOCK', ladder), ladder })
  expect(() => mergeScores([scoreCases(cases), other])).toThrow(
    'Expected all scores to be of one ladder, got rung BLOCK once with cost 0.6666666666666666 and once with cost 1.',
  )
})
