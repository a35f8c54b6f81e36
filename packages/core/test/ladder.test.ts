import { describe, expect, test } from 'vitest'
import { BASE_INTERVENTIONS, HandrailError, InterventionLadder, interventionSpec } from '../src/index.ts'
import { interventionOf } from '../src/intervention/rung.ts'
import { thrownBy } from './support/thrown-by.ts'

const nudge = { token: ' Nudge ', rank: 15, dispatches: true }

describe('a rung', () => {
  test('keeps its name as declared, and is compared trimmed and in upper case', () => {
    expect(interventionSpec(nudge)).toEqual({
      token: ' Nudge ',
      key: 'NUDGE',
      rank: 15,
      summary: '',
      actuation: '',
      dispatches: true,
      returnsSynthetic: false,
      seeAlso: [],
    })
  })

  test('cannot be changed', () => {
    const seeAlso = ['WARN']
    const spec = interventionSpec({ ...nudge, seeAlso })
    seeAlso.push('BLOCK')
    expect(spec.seeAlso).toEqual(['WARN'])
    expect(Object.isFrozen(spec)).toBe(true)
    expect(Object.isFrozen(spec.seeAlso)).toBe(true)
  })

  test.each([
    ['an empty token', { ...nudge, token: ' ' }, 'rung.token'],
    ['a token that is no string', { ...nudge, token: 7 as never }, 'rung.token'],
    ['a negative rank', { ...nudge, rank: -1 }, 'rung Nudge.rank'],
    ['a fractional rank', { ...nudge, rank: 1.5 }, 'rung Nudge.rank'],
    ['no rank', { ...nudge, rank: undefined as never }, 'rung Nudge.rank'],
    ['an endless rank', { ...nudge, rank: Number.POSITIVE_INFINITY }, 'rung Nudge.rank'],
    ['dispatching by a word', { ...nudge, dispatches: 'no' as never }, 'rung Nudge.dispatches'],
    ['a synthetic result for a call that runs', { ...nudge, returnsSynthetic: true }, 'returnsSynthetic'],
    [
      'a synthetic result by a word',
      { ...nudge, dispatches: false, returnsSynthetic: 'yes' as never },
      'returnsSynthetic',
    ],
  ])('is refused with %s', (_, fields, field) => {
    const error = thrownBy(() => interventionSpec(fields))
    expect(error.code).toBe('INVALID_LADDER')
    expect(error.message).toContain(field)
  })

  test.each([
    ['OBSERVE', true, false, 'OBSERVE'],
    [' warn', true, false, 'WARN'],
    ['NUDGE', true, false, 'WARN'],
    ['QUARANTINE', false, true, 'BLOCK'],
    ['ASK', false, false, 'DEFER'],
  ] as const)(
    '%s is carried out by its name or its data',
    (token, dispatches, returnsSynthetic, expected) => {
      expect(interventionOf(interventionSpec({ token, rank: 1, dispatches, returnsSynthetic }))).toBe(
        expected,
      )
    },
  )
})

describe('a ladder', () => {
  test('has four rungs with gaps between them, and cannot be changed', () => {
    expect(BASE_INTERVENTIONS.byRank().map(({ key, rank }) => [key, rank])).toEqual([
      ['OBSERVE', 0],
      ['WARN', 10],
      ['BLOCK', 20],
      ['DEFER', 30],
    ])
    expect(Object.isFrozen(BASE_INTERVENTIONS)).toBe(true)
    expect(Object.isFrozen(BASE_INTERVENTIONS.specs)).toBe(true)
    expect(Object.isFrozen(BASE_INTERVENTIONS.byRank())).toBe(true)
  })

  test('extends into a new one and stays as it was', () => {
    const extended = BASE_INTERVENTIONS.extend([nudge])
    expect(extended.byRank().map(({ key }) => key)).toEqual(['OBSERVE', 'WARN', 'NUDGE', 'BLOCK', 'DEFER'])
    expect(extended.tokens().at(-1)).toBe('NUDGE')
    expect(BASE_INTERVENTIONS.isKnown('nudge')).toBe(false)
    expect(extended.isKnown(' nudge ')).toBe(true)
  })

  test('reads rungs from anything that can be iterated', () => {
    const specs = function* () {
      yield nudge
    }
    expect(new InterventionLadder({ specs: specs(), defaultToken: 'nudge' }).default().key).toBe('NUDGE')
  })

  test.each([
    ['a name twice', [{ ...nudge, token: 'warn' }], 'every rung once'],
    ['a rank twice', [{ ...nudge, rank: 10 }], 'rank of WARN'],
  ])('refuses %s', (_, more, sentence) => {
    const error = thrownBy(() => BASE_INTERVENTIONS.extend(more))
    expect(error.code).toBe('INVALID_LADDER')
    expect(error.message).toContain(sentence)
  })

  test('refuses a default rung that it does not have, and names those it has', () => {
    const error = thrownBy(() => new InterventionLadder({ specs: [nudge] }))
    expect(error.message).toBe('Expected `ladder.defaultToken` to be one of NUDGE, got "WARN".')
  })

  test('fails loudly where an unknown rung would be taken for the gentlest one', () => {
    const asks = [
      () => BASE_INTERVENTIONS.rankOf('PANIC'),
      () => BASE_INTERVENTIONS.disruptionCost('PANIC'),
      () => BASE_INTERVENTIONS.escalate('PANIC'),
      () => BASE_INTERVENTIONS.clamp('WARN', { floor: 'PANIC', ceiling: 'WARN' }),
      () => new InterventionLadder().default(),
    ]
    for (const ask of asks) expect(thrownBy(ask).code).toBe('UNKNOWN_RUNG')
    expect(BASE_INTERVENTIONS.dispatches('PANIC')).toBe(false)
    expect(BASE_INTERVENTIONS.actuates('PANIC')).toBe(true)
    expect(BASE_INTERVENTIONS.returnsSynthetic('PANIC')).toBe(false)
    expect(BASE_INTERVENTIONS.get(undefined)).toBeUndefined()
  })

  test.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY, '1' as never])('takes no step of %s', (by) => {
    for (const step of ['escalate', 'deEscalate'] as const) {
      const error = thrownBy(() => BASE_INTERVENTIONS[step]('WARN', by))
      expect(error.code).toBe('INVALID_OPTION')
      expect(error.message).toContain('`by` to be an integer from 0')
    }
  })

  test('steps as far as it goes', () => {
    expect(BASE_INTERVENTIONS.escalate('WARN').key).toBe('BLOCK')
    expect(BASE_INTERVENTIONS.escalate('WARN', 0).key).toBe('WARN')
    expect(BASE_INTERVENTIONS.escalate('WARN', Number.MAX_SAFE_INTEGER).key).toBe('DEFER')
    expect(BASE_INTERVENTIONS.deEscalate('WARN', 99).key).toBe('OBSERVE')
  })

  test('finds the highest rung of at most a rank, else the gentlest', () => {
    expect(BASE_INTERVENTIONS.atMost(25)?.key).toBe('BLOCK')
    expect(BASE_INTERVENTIONS.atMost(20)?.key).toBe('BLOCK')
    expect(BASE_INTERVENTIONS.atMost(-1)?.key).toBe('OBSERVE')
    expect(new InterventionLadder().atMost(0)).toBeUndefined()
  })

  test('throws nothing but its own error', () => {
    expect(thrownBy(() => BASE_INTERVENTIONS.rankOf(null as never))).toBeInstanceOf(HandrailError)
  })
})
