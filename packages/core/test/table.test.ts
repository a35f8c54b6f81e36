import { describe, expect, test } from 'vitest'
import { BASE_INTERVENTIONS, interventionSpecsFromTable, ladderFromToml } from '../src/index.ts'
import { thrownBy } from './support/thrown-by.ts'

const NUDGE = `
[intervention.NUDGE]
rank = 15
summary = "a hint"
actuation = "show it"
dispatches = true
see_also = ["WARN"]
`

describe('a table of rungs', () => {
  test('extends a ladder', () => {
    const ladder = ladderFromToml(NUDGE)
    expect(ladder.get('nudge')).toMatchObject({
      rank: 15,
      summary: 'a hint',
      actuation: 'show it',
      dispatches: true,
      returnsSynthetic: false,
      seeAlso: ['WARN'],
    })
    expect(BASE_INTERVENTIONS.isKnown('NUDGE')).toBe(false)
  })

  test('may begin with a byte order mark and end its lines as Windows does', () => {
    expect(ladderFromToml(`\uFEFF${NUDGE.replaceAll('\n', '\r\n')}`).isKnown('NUDGE')).toBe(true)
  })

  test.each(['', '# nothing\n', '[other]\nrank = 1\n', '[intervention]\n'])('may be missing: %j', (text) => {
    expect(ladderFromToml(text)).toBe(BASE_INTERVENTIONS)
  })

  test('extends the ladder it is given', () => {
    const base = ladderFromToml(NUDGE)
    expect(ladderFromToml('[intervention.ASK]\nrank = 40\ndispatches = false', base).tokens()).toEqual([
      'OBSERVE',
      'WARN',
      'BLOCK',
      'DEFER',
      'NUDGE',
      'ASK',
    ])
  })

  test.each([
    ['no TOML', '[intervention', 'INVALID_OPTION', 'TOML'],
    ['a key twice', `${NUDGE}${NUDGE}`, 'INVALID_OPTION', 'TOML'],
    ['no table', 'intervention = 5', 'INVALID_LADDER', '`intervention`'],
    ['a list of tables', '[[intervention]]\nrank = 1', 'INVALID_LADDER', '`intervention`'],
    ['a rung that is no table', '[intervention]\nNUDGE = 1', 'INVALID_LADDER', '`intervention.NUDGE`'],
    ['no rank', '[intervention.NUDGE]\nsummary = "x"', 'INVALID_LADDER', '`intervention.NUDGE.rank`'],
    ['a rank in words', '[intervention.NUDGE]\nrank = "high"', 'INVALID_LADDER', '`intervention.NUDGE.rank`'],
    ['a rank below 0', '[intervention.NUDGE]\nrank = -1', 'INVALID_LADDER', 'rank'],
    ['an endless rank', '[intervention.NUDGE]\nrank = inf', 'INVALID_LADDER', 'rank'],
    ['a rank that is taken', '[intervention.NUDGE]\nrank = 10', 'INVALID_LADDER', 'WARN'],
    ['a name that is taken', '[intervention.warn]\nrank = 11', 'INVALID_LADDER', 'every rung once'],
    [
      'a summary that is a table',
      '[intervention.X]\nrank = 1\nsummary = { a = 1 }',
      'INVALID_LADDER',
      'summary',
    ],
    [
      'a synthetic result for a call that runs',
      '[intervention.X]\nrank = 1\nreturns_synthetic = true',
      'INVALID_LADDER',
      'returnsSynthetic',
    ],
  ])('fails loudly with %s', (_, text, code, sentence) => {
    const error = thrownBy(() => ladderFromToml(text))
    expect(error.code).toBe(code)
    expect(error.message).toContain(sentence)
    if (code === 'INVALID_OPTION') expect(error.cause).toBeInstanceOf(Error)
  })

  test.each([
    [{ rank: '15' }, { rank: 15 }],
    [{ rank: ' +7 ' }, { rank: 7 }],
    [{ rank: 12.9 }, { rank: 12 }],
    [{ rank: true }, { rank: 1 }],
    [{ rank: 9n }, { rank: 9 }],
    [{ rank: 1, dispatches: 0 }, { dispatches: false }],
    [{ rank: 1, dispatches: '' }, { dispatches: false }],
    [{ rank: 1, dispatches: [] }, { dispatches: false }],
    [{ rank: 1, dispatches: {} }, { dispatches: false }],
    [{ rank: 1, dispatches: null }, { dispatches: false }],
    [{ rank: 1, dispatches: 'false' }, { dispatches: true }],
    [{ rank: 1, see_also: 'WARN' }, { seeAlso: ['WARN'] }],
    [{ rank: 1, see_also: [1, 'x'] }, { seeAlso: ['1', 'x'] }],
    [{ rank: 1, summary: null }, { summary: '' }],
    [{ rank: 1, unknown: 1 }, { rank: 1 }],
  ])('reads %o as its first reader did', (body, expected) => {
    expect(interventionSpecsFromTable({ X: body })[0]).toMatchObject(expected)
  })

  test('may name a rung like a member of every object', () => {
    const ladder = ladderFromToml(
      '[intervention.__proto__]\nrank = 12\n[intervention.constructor]\nrank = 13\n',
    )
    expect(ladder.tokens().slice(4)).toEqual(['__PROTO__', 'CONSTRUCTOR'])
  })
})
