import { describe, expect, test } from 'vitest'
import { type Run, runsOf, significant, squashed, textOf, tokenize } from '../../src/evidence/text/tokens.ts'

const whole = ({ compounds, joins }: Run) =>
  compounds.map((compound, i) => `${textOf(compound)}${joins[i] ?? ''}`).join('')

describe('R3: atoms, compounds and runs', () => {
  test.each([
    ['white space', 'a1 b2', ['a1', 'b2']],
    ['one or two joins', 'a-b__c..d', ['a-b__c..d']],
    ['quotes, brackets, commas', '{"a1":["b2",(c3)]}', ['a1', 'b2', 'c3']],
    ['hard separators', 'a/b:c', ['a/b:c']],
    ['what stands at the ends', '#a1-', ['a1']],
    ['other scripts', 'ünï-7 кот_8', ['ünï-7', 'кот_8']],
    ['astral letters', '𝒳7-𝒴8', ['𝒳7-𝒴8']],
    ['backslashes', 'a\\b', ['a', 'b']],
    ['nothing', '', []],
    ['separators only', '-/:@ ,', []],
  ])('%s', (_, text, expected) => {
    expect(runsOf(text).map(whole)).toEqual(expected)
  })

  test('a run is cut into compounds, a compound into atoms', () => {
    const [run] = runsOf('https://x.y/ab-1_c?id=7')
    expect(run?.compounds.map((each) => textOf(each))).toEqual(['https', 'x.y', 'ab-1_c', 'id', '7'])
    expect(run?.joins).toEqual(['://', '/', '?', '='])
    expect(run?.compounds[2]).toEqual({ atoms: ['ab', '1', 'c'], joins: ['-', '_'] })
  })
})

test('digit groups at most two characters apart are joined, four to nineteen digits', () => {
  const joined: string[] = []
  const pairs: string[] = []
  tokenize('1,179 and user 12: see: 4000 0012 - 77', {
    run() {},
    joinedDigits: (digits) => joined.push(digits),
    spoken: (pair) => pairs.push(pair),
  })
  expect(joined).toEqual(['1179', '40000012'])
  expect(pairs).toEqual(['user12'])
})

test.each([
  ['0010023', '10023'],
  ['10023', '10023'],
  ['0001', '0001'],
  ['0042', '0042'],
  ['01000', '1000'],
  ['0000', '0000'],
  ['007', '007'],
])('%s has the significant digits %s', (digits, expected) => {
  expect(significant(digits)).toBe(expected)
})

test('squashed keeps letters, digits and marks of any script', () => {
  expect(squashed('a-b_c.d/é 1²कि')).toBe('abcdé1²कि')
})
