import { presetPolicies, replay, replayConversation } from '@handrail/eval'
import { describe, expect, it } from 'vitest'
import { chartLabel } from '../../src/report/charts/label.ts'
import { calibrationFigures } from '../../src/report/figures/calibration.ts'
import type { Figures } from '../../src/report/figures/figures.ts'
import { figuresOfFindings } from '../../src/report/figures/of-findings.ts'
import { figuresOfReplay } from '../../src/report/figures/of-replay.ts'
import { interval, percent } from '../../src/report/format.ts'
import { calibration } from './support/calibration.ts'
import { ourTraces, traceFile } from './support/recorded.ts'

/** What does not depend on an order. */
function plain({ tools, flaggedCalls, problems: _, ...rest }: Figures) {
  const byTool = new Map(
    tools.map(({ tool, rungs, effects, ...each }) => [
      tool,
      { ...each, effects: effects.toSorted(), rungs: new Map(rungs) },
    ]),
  )
  const calls = flaggedCalls.map(({ conversation, entry, unseen }) =>
    [conversation, entry, ...unseen.map(({ argName, value }) => `${argName}=${value}`)].join(' '),
  )
  return { ...rest, tools: byTool, flaggedCalls: calls.toSorted() }
}

describe('the figures', () => {
  it('are the same whether they are counted here or by a replay', async () => {
    const policies = presetPolicies()
    const conversations = ourTraces('weak-models')
    const findings = conversations.flatMap((each) => replayConversation(each, policies))
    const replayed = await replay([traceFile('weak-models')], { policies, workers: 1 })
    expect(plain(figuresOfReplay(replayed))).toEqual(plain(figuresOfFindings(conversations.length, findings)))
  })

  it('put policies together that come to the same, and those aside that never act', () => {
    const { bands, idle, rates, differences } = calibrationFigures(calibration())
    expect(bands.map(({ policies }) => policies)).toEqual([['yours', 'default'], ['block']])
    expect(idle).toEqual(['observe'])
    expect(rates.map(({ argument }) => argument)).toEqual(['order_id', 'refund_payment'])
    expect(differences.map(({ to }) => to)).toEqual(['observe', 'block'])
  })
})

describe('numbers in words', () => {
  it.each([
    [0, '0 %'],
    [0.00001, '< 0.01 %'],
    [0.0066, '0.66 %'],
    [0.0431, '4.3 %'],
    [0.38, '38 %'],
    [0.996, '> 99.5 %'],
    [0.995, '> 99.5 %'],
    [1, '100 %'],
  ])('%d', (rate, text) => {
    expect(percent(rate).replace('\u00a0', ' ')).toBe(text)
  })

  it('tell an interval, and none of nothing', () => {
    expect(interval({ of: 9, low: 0.012, high: 0.11 }).replace('\u00a0', ' ')).toBe('1.2–11 %')
    expect(interval({ of: 0, low: 0, high: 1 })).toBe('–')
  })
})

describe('the label of a row', () => {
  it.each([
    [['refund'], 10, 'refund'],
    [['refund_payment'], 10, 'refund_pa…'],
    [['a', 'b'], 10, 'a · b'],
    [['refund_payment', 'order_id'], 20, 'refund_p… · order_id'],
    [['refund_payment', 'payment_method_id'], 20, 'refund… · payment_m…'],
    [['😀😀😀😀', 'x\u202e'], 40, '😀😀😀😀 · x\\u{202e}'],
  ])('%j in %i characters', (parts, longest, label) => {
    expect(chartLabel(parts, longest)).toBe(label)
    expect([...label].length).toBeLessThanOrEqual(longest)
  })
})
