import { randomOf } from '@handrail/eval/families'
import { describe, expect, it } from 'vitest'
import type { Case, Source } from '../src/data-set.ts'
import { echoForms, respelled } from '../src/echo-forms.ts'
import { laterRecord } from '../src/later-record.ts'
import { measureSource } from '../src/measure.ts'
import { recallOf, sumOf } from '../src/measures.ts'
import type { Injection, Natural, Trajectory } from '../src/records.ts'
import { percent, report } from '../src/report.ts'
import { reportJson } from '../src/report-json.ts'
import { showFlags, showMisses } from '../src/show.ts'
import { conversation, injection, planted } from './samples.ts'

function caseOf(
  trajectory: Trajectory,
  about: { injections?: Injection[]; naturals?: Natural[] } = {},
): Case {
  const { injections = [], naturals = [] } = about
  return { trajectory, place: { file: 'test', line: 1 }, injections, naturals }
}

function sourceOf(cases: Case[], injectionsGiven = false): Source {
  return { name: 'sample', cases, injectionsGiven }
}

describe('calls', () => {
  it('counts a planted mint, and no grounded call', () => {
    const { conversations, calls, changing, stances, successful, flags } = measureSource(
      sourceOf([caseOf(conversation), caseOf(planted)], true),
      1,
    )
    expect({ conversations, calls, changing }).toEqual({ conversations: 2, calls: 4, changing: 2 })
    expect(stances).toEqual({ SUPPORTED: 4, UNSUPPORTED: 1, ABSTAIN: 0 })
    expect(successful).toMatchObject({ conversations: 2, changing: 2, args: 5, flags: 1, literal: 0 })
    expect(successful.high + successful.low).toBe(1)
    expect(flags).toMatchObject([{ id: 'planted', argName: 'order_id', values: [{ value: 'WS-9915-63' }] }])
  })

  it('counts no flags of a run that failed', () => {
    const failed = { ...planted, reward: 0 }
    expect(measureSource(sourceOf([caseOf(failed)]), 1).successful.changing).toBe(0)
  })

  it('judges a call without the results of its own step', () => {
    const said = conversation.messages[3]
    const early: Trajectory = {
      ...conversation,
      messages: [
        { role: 'user', content: 'Cancel my order.' },
        {
          role: 'assistant',
          content: '',
          toolCalls: [
            { id: 'a', name: 'get_order', args: {} },
            ...(said?.role === 'assistant' ? (said.toolCalls ?? []) : []),
          ],
        },
        ...conversation.messages.slice(2, 3),
      ],
    }
    expect(measureSource(sourceOf([caseOf(early)], true), 1).stances.UNSUPPORTED).toBe(3)
  })
})

describe('injections', () => {
  it('uses those that are given', () => {
    const measures = measureSource(sourceOf([caseOf(conversation, { injections: [injection] })], true), 1)
    expect(recallOf(measures.injected.values())).toMatchObject({ of: 1, hits: 1 })
    expect([...measures.injected.keys()]).toEqual(['by hand'])
    expect(sumOf(measures.echoes.values())).toEqual({ of: 1, hits: 1 })
    expect([...measures.cleared]).toEqual([['recorded read', { of: 1, hits: 1 }]])
  })

  it('makes its own for a source that has none, the same for the same seed', () => {
    const figures = (seed: number) =>
      reportJson([measureSource(sourceOf([caseOf(conversation)]), seed)], seed, [])
    const { injected } = measureSource(sourceOf([caseOf(conversation)]), 1)
    expect([...injected.keys()]).toEqual(
      expect.arrayContaining(['random same shape', 'prefix swap', 'placeholder', 'new e-mail domain']),
    )
    expect(recallOf(injected.values()).of).toBeGreaterThan(15)
    expect(figures(7)).toEqual(figures(7))
  })

  it('makes none from a run that failed, nor from a value that stands nowhere', () => {
    const none = (trajectory: Trajectory) => measureSource(sourceOf([caseOf(trajectory)]), 1).injected
    expect(none({ ...conversation, reward: 0 }).size).toBe(0)
    const { of } = recallOf(none(planted).values())
    const { of: all } = recallOf(none(conversation).values())
    expect(of).toBeLessThan(all)
  })

  it('names an injection that does not fit its call', () => {
    const wrong = { ...injection, original: 'WS-1' }
    expect(() => measureSource(sourceOf([caseOf(conversation, { injections: [wrong] })], true), 1)).toThrow(
      'Expected "WS-1" at ["order_id"]',
    )
  })
})

describe('weak models', () => {
  const place = { source: 'sample', model: 'weak', message: 3, call: 0, toolName: 'cancel_order' }
  it('counts recall on calls with mints and flags on the others', () => {
    const minted: Natural = { ...place, id: 'planted', minted: [[['order_id'], 'WS-9915-63']] }
    const grounded: Natural = { ...place, id: 'one', minted: [] }
    const measures = measureSource(
      sourceOf(
        [caseOf(planted, { naturals: [minted] }), caseOf(conversation, { naturals: [grounded] })],
        true,
      ),
      1,
    )
    expect(measures.natural).toMatchObject({ of: 1, hits: 1 })
    expect(measures.grounded).toEqual({ of: 1, hits: 0 })
  })

  it('lists a mint that was not flagged', () => {
    const missed: Natural = { ...place, id: 'one', minted: [[['order_id'], 'WS-4410-27']] }
    const measures = measureSource(sourceOf([caseOf(conversation, { naturals: [missed] })], true), 1)
    expect(measures.natural).toMatchObject({ of: 1, hits: 0 })
    expect(showMisses([measures])).toContain('order_id = "WS-4410-27"\n    SUPPORTED: verbatim')
  })
})

describe('echo forms', () => {
  it('hold the value, in its own spelling or in another', () => {
    for (const { name, answer } of echoForms) {
      const text = JSON.stringify(answer('WS-4471-20', 'order_id', 'cancel_order'))
      expect(text, name).toMatch(/WS-4471-20|ws_4471_20/)
    }
    expect(respelled('gift_card_77')).toBe('GIFT-CARD-77')
    expect(respelled('W7700123')).toBe('w-7700123')
  })

  it('are JSON where they say so', () => {
    const search = echoForms.find(({ name }) => name === 'empty search')
    expect(JSON.parse(String(search?.answer('A"1', 'id', 't')))).toEqual({ query: 'A"1', results: [] })
  })
})

describe('a later record', () => {
  it('is the recorded read with one value in place of the other', () => {
    const { kind, entries } = laterRecord(caseOf(conversation), injection, randomOf(1))
    expect(kind).toBe('recorded read')
    expect(entries).toMatchObject([
      { kind: 'call', toolName: 'get_order', args: { order_id: 'WS-4471-20' } },
      { kind: 'result', toolName: 'get_order' },
    ])
    expect(JSON.stringify(entries[1])).toContain('pay_88231907')
  })

  it('is made up where no read held the value as a leaf', () => {
    const { kind, entries } = laterRecord(
      caseOf(conversation),
      { ...injection, original: 'nowhere' },
      randomOf(1),
    )
    expect(kind).toBe('made-up record')
    expect(JSON.stringify(entries[1])).toContain('WS-4471-20')
  })
})

describe('the report', () => {
  const measures = measureSource(
    sourceOf([caseOf(conversation, { injections: [injection] }), caseOf(planted)], true),
    1,
  )

  it('shows the figures', () => {
    const lines = report([measures], 1).split('\n')
    expect(lines.find((line) => line.startsWith('by hand'))).toMatch(/^by hand +1 +1 +100\.0 %/)
    expect(lines.filter((line) => line.startsWith('sample'))[1]).toMatch(/^sample +2 +2 +5 +1 +0 /)
  })

  it('shows a flag with the evidence that resembles it', () => {
    expect(showFlags([measures])).toMatch(
      /planted {2}message 3 call 0 {2}cancel_order[\s\S]*order_id = "WS-9915-63"/,
    )
  })

  it('gives the same as JSON', () => {
    expect(reportJson([measures], 1, ['flags'])).toMatchObject({
      seed: 1,
      sources: [{ source: 'sample', injected: { of: 1, hits: 1, rate: 1 }, flags: [{ id: 'planted' }] }],
      total: { flagsOnSuccessfulRuns: 1, flagsLiterallyInEvidence: 0, natural: { rate: null } },
    })
  })

  it('rounds shares down, so that 100 % means all', () => {
    expect(percent({ of: 10_000, hits: 9_999 })).toBe('99.9 %')
    expect(percent({ of: 3, hits: 3 })).toBe('100.0 %')
    expect(percent({ of: 0, hits: 0 })).toBe('-')
  })
})
