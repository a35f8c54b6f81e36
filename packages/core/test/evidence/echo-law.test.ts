import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import type { ResultEntry, TranscriptEntry } from '../../src/transcript.ts'
import { argOn, call, result, stanceOn, user } from './transcripts.ts'

/** What the environment has said before: a person, a firm, a record. */
const before: readonly TranscriptEntry[] = [
  user('Please help Jane Crowe of acme-corp.io with the order.'),
  result({ id: 'KX-7720', owner: 'Li Wen', site: 'www.acme-corp.io', year: 2031, price: 18.5, zip: '80280' }),
]

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength })
const letters = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'bcdfghjkqvwxz'), minLength, maxLength })
const mixed = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'bcdqvxzBCDQVXZ0123456789'), minLength, maxLength })
const hexadecimal = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const text = (...parts: readonly fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(''))
const fixed = (part: string) => fc.constant(part)
const sign = fc.constantFrom(
  '-',
  '_',
  '.',
  '--',
  '/',
  ':',
  '#',
  '+',
  '=',
  '~',
  '*',
  '%',
  '@',
  ',',
  ';',
  '|',
  "'",
)
const date = fc.constantFrom('2031-07-20', '20310720', '2031', '2031-07', '20.07.2031', '31/7')

/** Values of all shapes that an id can have. */
const anyShape = fc.oneof(
  digits(2, 20),
  text(fixed('00'), digits(2, 9)),
  text(letters(1, 4), digits(2, 9)),
  text(letters(1, 6), fc.constantFrom('-', '_', '.', '#', '/', ':'), digits(2, 9)),
  text(letters(3, 6), fixed('_'), letters(3, 6), fixed('_'), digits(3, 8)),
  text(letters(2, 4), fixed('-'), date, fixed('-'), digits(2, 6)),
  text(letters(2, 4), fixed('/'), date, fixed('/'), digits(2, 6)),
  text(date, fixed('-'), mixed(2, 5)),
  text(digits(2, 4), fixed('.'), digits(2, 4), fixed('/'), mixed(2, 5)),
  text(digits(3, 5), fixed('-'), digits(7, 7), fixed('-'), digits(7, 7)),
  text(
    hexadecimal(8),
    fixed('-'),
    hexadecimal(4),
    fixed('-4'),
    hexadecimal(3),
    fixed('-a'),
    hexadecimal(3),
    fixed('-'),
    hexadecimal(12),
  ),
  hexadecimal(32),
  hexadecimal(40),
  text(fixed('0x'), hexadecimal(16)),
  fc.array(hexadecimal(2), { minLength: 6, maxLength: 8 }).map((pairs) => pairs.join(':')),
  mixed(4, 24),
  text(mixed(10, 60), fc.constantFrom('=', '==', '')),
  fc
    .array(mixed(1, 6), { minLength: 2, maxLength: 6 })
    .chain((parts) => sign.map((join) => parts.join(join))),
  fc
    .array(fc.tuple(mixed(1, 5), sign), { minLength: 2, maxLength: 5 })
    .map((parts) => parts.flat().join('').slice(0, -1)),
  text(letters(3, 8), fixed('@'), letters(4, 8), fixed('.io')),
  text(letters(3, 6), fixed('.'), letters(3, 6), digits(0, 3), fixed('@acme-corp.io')),
  text(
    fixed('https://'),
    letters(4, 8),
    fixed('.io/v2/'),
    letters(3, 6),
    fixed('/'),
    mixed(3, 8),
    fixed('?id='),
    digits(3, 6),
  ),
  text(fixed('arn:aws:sqs:us-east-1:'), digits(12, 12), fixed(':'), letters(3, 8)),
  text(fixed('17'), digits(8, 8), fixed('.'), digits(6, 6)),
  text(letters(2, 3), fixed('é'), digits(3, 6)),
  text(letters(2, 3), fixed('№'), digits(3, 6)),
  text(fixed('注文'), digits(3, 6)),
  text(fixed('ＱＸ'), digits(3, 6)),
  text(letters(2, 3), fixed('\u200b'), digits(3, 6)),
  text(letters(2, 3), fixed('%2F'), digits(3, 6)),
  text(letters(2, 3), fixed('\\'), digits(3, 6)),
  text(fixed('"'), letters(2, 3), digits(3, 6), fixed('"')),
  fc.string({ unit: fc.constantFrom(...'BCDFGHQVXZ'), minLength: 5, maxLength: 9 }),
  text(letters(2, 3), mixed(200, 240)),
  fc.tuple(letters(3, 6), digits(3, 6)).map(([word, number]) => `${word}_id${number}`),
  fc.constantFrom('userId', 'original_payment_method', 'Practitioner/example', 'ABC123'),
)

/** A number that has been said before is no mint. */
const minted = anyShape.filter((value) => !/7720|80280/.test(value.normalize('NFKC').replaceAll(/\D/g, '')))

const name = fc.constantFrom(
  'record_id',
  'order_id',
  'payment_method_id',
  'reference',
  'email',
  'target',
  'ticket_number',
  'code',
  'ts',
  'sku',
)

/** The value as tools spell it when they repeat it. */
const spellings: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => value.toUpperCase(),
  (value) => value.toLowerCase(),
  (value) => value.replaceAll(/[-_./:#]/g, '_'),
  (value) => value.replaceAll(/[-_./:#]/g, '-'),
  (value) => value.replaceAll(/[-_./:#]/g, '.'),
  (value) => value.replaceAll(/[-_./:#]/g, ''),
  (value) => value.replaceAll(/[-_./:#]/g, ' '),
  (value) => value.replace(/(?<=\p{L})(?=\p{N})/u, '-'),
  (value) => value.replace(/(?<=\p{L})(?=\p{N})/u, ' '),
  (value) => value.replaceAll(/(?<=\d)(?=(?:\d{3})+(?!\d))/g, ','),
  (value) => value.replaceAll(/(?<=\d)(?=(?:\d{3})+(?!\d))/g, ' '),
  (value) => value.replaceAll(/([^\s]{4})(?=[^\s])/g, '$1 '),
  (value) => value.replaceAll(/\d+/g, (number) => number.replace(/^0+(?=\d)/, '')),
  (value) => value.replaceAll(/\d+/g, (number) => number.padStart(10, '0')),
  (value) => value.replaceAll(/^\D+/g, ''),
  (value) => encodeURIComponent(value),
  (value) => [...value].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  (value) => value.replaceAll(/["\\]/g, '\\$&'),
  (value) => value.replaceAll('@', ' at '),
  (value) => value.split('@').at(-1) ?? value,
  (value) => value.split('@')[0] ?? value,
  (value) => `ref:${value}`,
  (value) => `req-${value}-1`,
  (value) => `${value}.`,
]

type Echo = (said: string, key: string, value: string) => Partial<ResultEntry> & { readonly content: unknown }

/** Answers that prove nothing about a value. */
const echoes: readonly Echo[] = [
  (said, key) => ({ content: `Error: ${key} ${said} not found` }),
  (said) => ({ content: `Error: '${said}'`, outcome: 'error' }),
  (said) => ({ content: `(${said})`, outcome: 'error' }),
  (said) => ({ content: `Kein Eintrag: ${said}; bitte prüfen.`, outcome: 'error' }),
  (said) => ({ content: `no such record: <${said}>, "${said}" [${said}]` }),
  (said, key) => ({ content: { error: { message: `No such ${key}: ${said}`, param: key } } }),
  (said, key) => ({ content: JSON.stringify({ error: 'missing', [key]: said }) }),
  (said) => ({ content: JSON.stringify({ error: JSON.stringify({ id: said, at: [said] }) }) }),
  (said) => ({ content: JSON.stringify({ errors: { [said]: ['unknown'] } }) }),
  (said) => ({ content: `{"error": "not found", "id": "${said}"}` }),
  (said) => ({ content: { query: said, results: [] } }),
  (said, key) => ({ content: { filters: { [key]: said }, items: [], total: 0 } }),
  (said, key) => ({ content: { [key]: said, found: false, record: null } }),
  (said) => ({ content: `GET https://api.acme-corp.io/v1/records/${said}?x=y failed: 404` }),
  (said, key) => ({ content: `UPDATE 0 -- WHERE ${key} = '${said}'`, outcome: 'error' }),
  (said) => ({ content: { isError: true, content: [{ type: 'text', text: `unknown: ${said}` }] } }),
  (_, key, value) => ({ content: { error: 'invalid', [key]: asNumber(value) } }),
  (_, key, value) => ({ content: { error: 'invalid', received: [{ [key]: value, value }] } }),
]

function asNumber(value: string): unknown {
  return /^[1-9]\d{1,14}$/.test(value) ? Number(value) : value
}

/** The arguments in which the model brings a value up. */
const callsWith: readonly ((value: string, key: string) => unknown)[] = [
  (value, key) => ({ [key]: value }),
  (value, key) => ({ [key]: asNumber(value) }),
  (value, key) => ({ items: [{ [key]: value }, 1], note: 'see there' }),
  (value) => ({ message: `I have looked at ${value}, as you said.` }),
  (value, key) => ({ payload: JSON.stringify({ [key]: value }) }),
  (value) => [value],
]

const numRuns = 8_000

describe('R24 to R26: an echo is no evidence', () => {
  test('whatever the shape of the value, the place it was brought up in, and the way in which it is repeated', () => {
    let judged = 0
    fc.assert(
      fc.property(
        minted,
        name,
        fc.constantFrom(...callsWith),
        fc.array(fc.tuple(fc.constantFrom(...spellings), fc.constantFrom(...echoes)), {
          minLength: 1,
          maxLength: 2,
        }),
        (value, key, brought, answers) => {
          const asked = [...before, call(brought(value, key))]
          if (stanceOn(corpusOf(asked), key, value) !== 'UNSUPPORTED') return
          const said = answers.map(([spell, echo]) => result('', echo(spell(value), key, value)))
          // What the answer says beside the value is evidence, and may happen to support it.
          const beside = answers.map(([, echo]) => result('', echo('it', key, 'it')))
          if (stanceOn(corpusOf([...asked, ...beside]), key, value) !== 'UNSUPPORTED') return
          judged++
          const arg = argOn(corpusOf([...asked, ...said]), key, value)
          expect(arg.stance, `${key} = ${value}: ${JSON.stringify(said.map(({ content }) => content))}`).toBe(
            'UNSUPPORTED',
          )
        },
      ),
      { numRuns },
    )
    expect(judged).toBeGreaterThan(5_000)
  })

  test('also where the value was brought up in two pieces', () => {
    fc.assert(
      fc.property(
        // Not a date: dates are no ids, so they are learned from any text.
        fc.oneof(letters(2, 6), mixed(2, 5)),
        fc.oneof(digits(3, 8), mixed(3, 8)),
        fc.constantFrom('-', '_', '', '/', ':', '.'),
        fc.constantFrom(...echoes),
        name,
        (head, tail, join, echo, key) => {
          const value = head + join + tail
          const asked = [...before, call({ type: head, part: tail })]
          const said = result('', echo(value, key, value))
          const beside = result('', echo('it', key, 'it'))
          if (stanceOn(corpusOf([...asked, beside]), key, value) !== 'UNSUPPORTED') return
          const corpus = corpusOf([...asked, said])
          expect(stanceOn(corpus, key, value), `${key} = ${value}: ${JSON.stringify(said.content)}`).toBe(
            'UNSUPPORTED',
          )
        },
      ),
      { numRuns: 3_000 },
    )
  })
})
