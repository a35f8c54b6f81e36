import { isDigit } from './chars.ts'
import { isEmail, isHex, partsOf, wordsAndNumber } from './parts.ts'
import type { Random } from './random.ts'

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const uuids = [
  '123e4567-e89b-12d3-a456-426614174000',
  '00000000-0000-0000-0000-000000000000',
  '11111111-2222-3333-4444-555555555555',
]
const emails = ['user@example.com', 'john.doe@example.com', 'test@test.example', 'customer@email.example']
const runs = ['1234567890', '0000000000', '9876543210', '1111111111', '9999999999']

/**
 * What a model writes when it has no value: the form is right and the digits count up or are all the same.
 *
 * @param key the nearest key, for `user_123` where the value has no form of words and a number
 */
export function placeholder(value: string, random: Random, key: string): string | undefined {
  if (isEmail(value)) return random.pick(emails)
  const { head, tail } = partsOf(value)
  if (uuid.test(tail)) return head + (random.pick(uuids) as string)
  const parts = wordsAndNumber(tail)
  if (parts) return head + parts.words + filled(parts.number, random)
  const chars = [...tail]
  if (chars.every((char) => isDigit(char) || /[-_. ]/.test(char))) return head + filled(tail, random)
  if (isHex(tail))
    return head + chars.map((char, i) => (char === '-' ? char : '0123456789abcdef'[i % 16])).join('')
  const thing = key.toLowerCase().replace(/[_-]?(?:id|ids|number|key|ref)s?$/, '') || 'item'
  return random.pick([`${thing}_123`, `${thing}_001`, `${thing.toUpperCase()}12345`, 'ABC123'])
}

/** The digits of a number replaced by a row of digits; its separators stay. */
function filled(number: string, random: Random): string {
  const row = random.pick(runs) as string
  const last = random.pick(['', '1']) ?? ''
  const places = [...number].filter((char) => isDigit(char)).length
  let digits = row.repeat(Math.ceil(places / row.length)).slice(0, places)
  if (last && row[0] === '0' && places > 1) digits = digits.slice(0, -1) + last
  let at = 0
  return [...number].map((char) => (isDigit(char) ? digits[at++] : char)).join('')
}
