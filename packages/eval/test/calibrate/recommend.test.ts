import { BASE_INTERVENTIONS } from '@handrail/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EffectEvidence, RecommendOptions } from '../../src/calibrate/candidates.ts'
import { recommend } from '../../src/calibrate/recommend.ts'
import { shareOf } from '../../src/calibrate/share-of.ts'
import { effects } from '../../src/calibrate/tally.ts'
import { worstDisruption } from '../../src/calibrate/worst-disruption.ts'

const options: RecommendOptions = {
  acting: {},
  assumed: { minted: [0, 1], mattered: [0, 1], recovered: [0, 1] },
  budget: 0.01,
}
const goodRecall = shareOf(990, 1_000)

function evidenceOf(given: Partial<EffectEvidence>): EffectEvidence {
  const { judged = 0 } = given
  const none = { judged: 0, HIGH: 0, LOW: 0 }
  return {
    effect: 'write',
    calls: judged,
    judged,
    HIGH: 0,
    LOW: 0,
    inSuccessful: none,
    recall: goodRecall,
    ...given,
  }
}

function forBoth(evidence: EffectEvidence, more: Partial<RecommendOptions> = {}) {
  const both = { write: evidence, destructive: { ...evidence, effect: 'destructive' as const } }
  return recommend(both, { ...options, ...more })
}

const anyEvidence = fc
  .record({
    clean: fc.integer({ min: 0, max: 3_000 }),
    HIGH: fc.integer({ min: 0, max: 20 }),
    LOW: fc.integer({ min: 0, max: 20 }),
    cleanInSuccessful: fc.integer({ min: 0, max: 3_000 }),
    highInSuccessful: fc.integer({ min: 0, max: 10 }),
    lowInSuccessful: fc.integer({ min: 0, max: 10 }),
    found: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ clean, HIGH, LOW, cleanInSuccessful, highInSuccessful, lowInSuccessful, found }) =>
    evidenceOf({
      judged: clean + HIGH + LOW + cleanInSuccessful + highInSuccessful + lowInSuccessful,
      HIGH: HIGH + highInSuccessful,
      LOW: LOW + lowInSuccessful,
      inSuccessful: {
        judged: cleanInSuccessful + highInSuccessful + lowInSuccessful,
        HIGH: highInSuccessful,
        LOW: lowInSuccessful,
      },
      recall: shareOf(found, 100),
    }),
  )

describe('a recommendation', () => {
  it('goes no higher for one more flag in a run that reached its goal', () => {
    const more = fc.constantFrom('HIGH', 'LOW')
    fc.assert(
      fc.property(
        anyEvidence,
        more,
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (before, flag, isNew, budget) => {
          const { inSuccessful } = before
          // A new call, or one that had been found clean.
          const clean = inSuccessful.judged - inSuccessful.HIGH - inSuccessful.LOW
          const added = isNew || clean === 0 ? 1 : 0
          const after = {
            ...before,
            judged: before.judged + added,
            [flag]: before[flag] + 1,
            inSuccessful: {
              ...inSuccessful,
              judged: inSuccessful.judged + added,
              [flag]: inSuccessful[flag] + 1,
            },
          }
          for (const effect of effects) {
            const rank = (evidence: EffectEvidence) =>
              BASE_INTERVENTIONS.rankOf(forBoth(evidence, { budget }).ceilings[effect])
            expect(rank(after)).toBeLessThanOrEqual(rank(before))
          }
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('never asks for more than WARN for what writes and BLOCK for what destroys, nor for more than its budget', () => {
    fc.assert(
      fc.property(anyEvidence, fc.double({ min: 0, max: 1, noNaN: true }), (evidence, budget) => {
        const found = forBoth(evidence, { budget })
        expect(['OBSERVE', 'WARN']).toContain(found.ceilings.write)
        expect(['OBSERVE', 'WARN', 'BLOCK']).toContain(found.ceilings.destructive)
        for (const { worstDisruption } of found.effects) expect(worstDisruption).toBeLessThanOrEqual(budget)
        expect(found.handler).toBe(
          found.ceilings.write === 'OBSERVE' && found.ceilings.destructive === 'OBSERVE'
            ? 'observe'
            : 'enforce',
        )
      }),
    )
  })

  it('says how many more calls are enough, and they are', () => {
    fc.assert(
      fc.property(anyEvidence, (given) => {
        const evidence = { ...given, recall: goodRecall }
        const [found] = forBoth(evidence).effects
        const more = found?.next?.moreJudgedCalls
        if (more === undefined) return
        const { inSuccessful } = evidence
        const enough = (calls: number) =>
          forBoth({
            ...evidence,
            judged: evidence.judged + calls,
            calls: evidence.calls + calls,
            inSuccessful: {
              ...inSuccessful,
              judged: inSuccessful.judged + (inSuccessful.judged > 0 ? calls : 0),
            },
          }).ceilings.write
        expect(enough(more)).toBe('WARN')
        expect(enough(more - 1)).toBe('OBSERVE')
      }),
    )
  })

  it('is OBSERVE without evidence, and says what would be enough', () => {
    const { handler, ceilings, reason, effects: found } = forBoth(evidenceOf({}))
    expect({ handler, ceilings }).toEqual({
      handler: 'observe',
      ceilings: { write: 'OBSERVE', destructive: 'OBSERVE' },
    })
    expect(reason).toBe('Not enough evidence: stay at OBSERVE. No call changes anything.')
    expect(found[0]?.next).toEqual({
      rung: 'WARN',
      missing: 'There is no call of a tool that writes; WARN needs 122 judged calls without a flag.',
      moreJudgedCalls: 122,
    })
  })

  it.each([
    [121, 'OBSERVE', 'OBSERVE'],
    [122, 'WARN', 'WARN'],
    [244, 'WARN', 'WARN'],
    [245, 'WARN', 'BLOCK'],
  ])('after %i judged calls without a flag is %s and %s', (judged, write, destructive) => {
    expect(forBoth(evidenceOf({ judged })).ceilings).toEqual({ write, destructive })
  })

  it('stays at OBSERVE where half of the mints may pass', () => {
    const { effects: found } = forBoth(evidenceOf({ judged: 10_000, recall: shareOf(6, 9) }))
    expect(found[0]?.reason).toContain('of 9 only 6 were found')
    expect(forBoth(evidenceOf({ judged: 10_000, recall: shareOf(59, 100) })).ceilings.write).toBe('OBSERVE')
    expect(forBoth(evidenceOf({ judged: 10_000, recall: shareOf(61, 100) })).ceilings.write).toBe('WARN')
    const { effects: blind } = forBoth(evidenceOf({ judged: 10_000, recall: shareOf(0, 0) }))
    expect(blind[0]?.reason).toContain('none could be injected')
  })

  it('does not take mints in failed runs for a reason against acting', () => {
    const inSuccessful = { judged: 800, HIGH: 0, LOW: 0 }
    const failing = evidenceOf({ judged: 1_000, HIGH: 90, LOW: 0, inSuccessful })
    expect(forBoth(failing).ceilings).toEqual({ write: 'WARN', destructive: 'BLOCK' })
    const unrated = evidenceOf({ judged: 1_000, HIGH: 90, mostFlagged: 'update_order.order_id' })
    expect(forBoth(unrated).effects[0]?.reason).toBe(
      'Not enough evidence: stay at OBSERVE. WARN would have answered 90 of 1000 judged calls, and nobody knows whether ' +
        'they were wrong. Look at the flags on update_order.order_id, or record how runs ended (`reward`): then only ' +
        'flags in runs that reached their goal count against it.',
    )
  })

  it('says which runs the bound comes from', () => {
    const weak = { judged: 255, HIGH: 40, LOW: 10 }
    const { effects: waits } = forBoth(
      evidenceOf({ ...weak, inSuccessful: { judged: 155, HIGH: 2, LOW: 0 } }),
    )
    expect(waits[0]?.next?.missing).toBe(
      'WARN needs 84 more judged calls without a flag in runs that reached their goal: so far 2 of 155 were flagged ' +
        'there, which may cost up to 15.3 tasks by 1,000 judged calls, and the limit is 10 tasks.',
    )
    const { effects: acts } = forBoth(
      evidenceOf({ ...weak, judged: 900, inSuccessful: { judged: 800, HIGH: 2, LOW: 0 } }),
    )
    expect(acts[0]?.reason).toContain(
      '50 of 900 judged calls of tools that write were flagged, 2 of the 800 in runs that reached their goal. So acting ' +
        'without need costs at most 3.1 tasks by 1,000 judged calls',
    )
    const good = { judged: 100, HIGH: 0, LOW: 0 }
    const { effects: allGood } = forBoth(evidenceOf({ ...good, inSuccessful: good }))
    expect(allGood[0]?.next?.missing).toMatch(
      /^WARN needs 22 more judged calls without a flag: after 100 it may/,
    )
    const { effects: clean } = forBoth(evidenceOf({ judged: 900 }))
    expect(clean[0]?.reason).toMatch(/^0 of 900 judged calls of tools that write were flagged\. So acting/)
    expect(clean[1]?.reason).toContain('pays only if 66.7 % or more')
  })

  it('does not withhold what it would only have withheld from runs that reached their goal', () => {
    const evidence = evidenceOf({
      judged: 50_000,
      HIGH: 6,
      inSuccessful: { judged: 40_000, HIGH: 5, LOW: 0 },
    })
    const { ceilings, effects: found } = forBoth(evidence)
    expect(ceilings.destructive).toBe('WARN')
    expect(found[1]?.next?.missing).toBe(
      'BLOCK would have withheld 6 calls, 5 of them in runs that reached their goal: that costs more than it can have won.',
    )
  })

  it('counts LOW flags in runs that reached their goal where those would be withheld, too', () => {
    const evidence = evidenceOf({ judged: 50_000, LOW: 6, inSuccessful: { judged: 40_000, HIGH: 0, LOW: 5 } })
    const hard = { acting: { policy: { onLowConfidence: 'BLOCK' } } }
    expect(forBoth(evidence, hard).ceilings.destructive).toBe('WARN')
    expect(forBoth(evidence).ceilings.destructive).toBe('BLOCK')
  })

  it('does not hope for runs that reached their goal where nobody says how runs ended', () => {
    const unrated = (judged: number) => evidenceOf({ judged, HIGH: 4 })
    const more = forBoth(unrated(150)).effects[0]?.next?.moreJudgedCalls ?? 0
    expect(forBoth(unrated(150 + more)).ceilings.write).toBe('WARN')
    expect(forBoth(unrated(149 + more)).ceilings.write).toBe('OBSERVE')
  })

  it('recommends nothing that the policy cannot reach', () => {
    const gentle = { acting: { policy: { onHighConfidence: 'WARN', ceiling: 'WARN' } } }
    expect(forBoth(evidenceOf({ judged: 10_000 }), gentle).ceilings.destructive).toBe('WARN')
    const silent = {
      acting: { policy: { onHighConfidence: 'OBSERVE', onLowConfidence: 'OBSERVE', floor: 'OBSERVE' } },
    }
    const { handler, effects: found } = forBoth(evidenceOf({ judged: 10_000 }), silent)
    expect([handler, found[0]?.reason]).toEqual(['observe', 'The policy never acts on tools that write.'])
  })
})

describe('the worst disruption', () => {
  it('is not less for another LOW flag that costs nothing', () => {
    const costs = { HIGH: 2 / 3, LOW: 0 }
    const before = evidenceOf({ judged: 100, HIGH: 5 })
    const after = evidenceOf({ judged: 150, HIGH: 5, LOW: 50 })
    expect(worstDisruption(after, costs)).toBeGreaterThanOrEqual(worstDisruption(before, costs))
  })

  it('is at least what was seen, and at most the cost of the rung', () => {
    fc.assert(
      fc.property(anyEvidence, ({ judged, HIGH, LOW, inSuccessful }) => {
        const costs = { HIGH: 2 / 3, LOW: 1 / 3 }
        const worst = worstDisruption({ judged, HIGH, LOW, inSuccessful }, costs)
        expect(worst).toBeLessThanOrEqual(2 / 3 + 1e-12)
        const seen = [{ judged, HIGH, LOW }, inSuccessful]
          .filter((each) => each.judged > 0)
          .map((each) => (costs.HIGH * each.HIGH + costs.LOW * each.LOW) / each.judged)
        if (seen.length > 0) expect(worst).toBeGreaterThanOrEqual(Math.min(...seen))
      }),
    )
  })
})
