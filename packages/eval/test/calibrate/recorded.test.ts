import { globSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { calibrate, presetPolicies, replay } from '../../src/index.ts'

const own = join(import.meta.dirname, '../../../../accuracy/traces')
const given = process.env.HANDRAIL_DATA

describe('our own conversations', () => {
  it('let at most a few mints pass, and hold some false flags in runs that reached their goal', async () => {
    const files = globSync('!(weak-models*).jsonl', { cwd: own }).map((file) => join(own, file))
    const { conversations, effects, recall, problems } = await calibrate(files, { workers: 0 })
    expect(conversations.total).toBe(51)
    expect(problems.total).toBe(0)
    // `pnpm accuracy` counts the same flags on the same runs.
    expect(effects.write.rateInSuccessful.hits + effects.destructive.rateInSuccessful.hits).toBe(3)
    expect(recall.all.low).toBeGreaterThan(0.97)
    for (const { recall: share } of recall.families) expect(share.rate ?? 0).toBeGreaterThan(0.9)
  })
})

describe('a calibration and a replay of the same conversations', () => {
  it('find the same flags, and withhold the same calls', async () => {
    const files = globSync('*.jsonl', { cwd: own }).map((file) => join(own, file))
    const policies = presetPolicies()
    const calibration = await calibrate(files, { workers: 0, injections: 1, policies })
    const replayed = await replay(files, { workers: 0, policies })
    const { total, changing, judged, flagged, flaggedBy } = calibration.calls
    expect({ calls: total, changing, judged, flagged }).toEqual({
      calls: replayed.totals.calls,
      changing: replayed.totals.changing,
      judged: replayed.totals.judged,
      flagged: replayed.totals.flagged,
    })
    expect(flaggedBy.successful).toBe(replayed.totals.successful.flagged)
    for (const { policy, withheld, withheldOfSuccessful } of replayed.policies) {
      const outcome = calibration.policies.find(({ name }) => name === policy)
      expect([policy, outcome?.withheld, outcome?.withheldInSuccessful]).toEqual([
        policy,
        withheld,
        withheldOfSuccessful,
      ])
    }
  })
})

describe.skipIf(given === undefined)('the development traces (HANDRAIL_DATA)', () => {
  const file = (name: string) => join(given ?? '', 'traces', `${name}.dev.jsonl`)

  it('warrant WARN for the shop, where no call was flagged', async () => {
    const { effects, recommendation } = await calibrate([file('tau-bench-forks')], { workers: 0 })
    expect(effects.write.rate).toMatchObject({ hits: 0 })
    expect(effects.write.recall.low).toBeGreaterThan(0.98)
    expect(recommendation).toMatchObject({
      handler: 'enforce',
      ceilings: { write: 'WARN', destructive: 'OBSERVE' },
    })
  })

  it('ask for more calls where there are few, and for rewards where weak models mint', async () => {
    const few = await calibrate([file('medagentbench')], { workers: 0 })
    expect(few.recommendation.effects[0]?.next).toMatchObject({ rung: 'WARN', moreJudgedCalls: 84 })
    const weak = await calibrate([file('qwen-text-calls')], { workers: 0 })
    expect(weak.effects.write.rate.rate).toBeGreaterThan(0.2)
    expect(weak.recommendation).toMatchObject({
      handler: 'observe',
      reason: expect.stringContaining('`reward`'),
    })
  })
})
