import fc from 'fast-check'
import { commonIds } from './texts.ts'

const joined = (letters: string, minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...letters), { minLength, maxLength }).map((all) => all.join(''))

const digits = '0123456789'
const lower = 'abcdefghijklmnopqrstuvwxyz'
const alphanumeric = lower + lower.toUpperCase() + digits

const shaped = fc
  .oneof(
    fc.tuple(joined(lower.toUpperCase(), 1, 5), fc.constantFrom('', '-', '_', '#'), joined(digits, 3, 10)),
    fc.tuple(
      fc.constantFrom('#', '#W', 'ord_', 'user-', '/v1/items/', 'urn:uuid:', 'mailto:'),
      joined(digits, 4, 12),
    ),
    fc.tuple(joined(digits, 2, 22)),
    fc.tuple(fc.uuid()),
    fc.tuple(joined('0123456789abcdef', 7, 64)),
    fc.tuple(
      joined(lower, 1, 8),
      fc.constant('@'),
      joined(alphanumeric, 1, 8),
      fc.constantFrom('.com', '.co.uk', ''),
    ),
  )
  .map((parts) => parts.join(''))

/** Atoms with whatever joins them: one or two of `-_.`, or what stands in addresses. */
const compound = fc
  .array(
    fc.tuple(joined(alphanumeric, 1, 12), fc.constantFrom('-', '_', '.', '--', '/', ':', '@', '#', '=', '+')),
    {
      minLength: 1,
      maxLength: 16,
    },
  )
  .map((parts) => parts.map(([atom, join]) => atom + join).join(''))
  .map((text) => `${text}7`)

/** All signs but the backslash, which may be an escape of what stands around. */
const printable = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i))
  .join('')
  .replace('\\', '')

/**
 * Tokens that must be found wherever they stand between white space: ASCII, no longer than 256 characters, with a
 * digit or in capitals. The last kind is any signs at all around a digit.
 */
export const plantedToken: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: shaped },
  { weight: 4, arbitrary: compound },
  { weight: 1, arbitrary: joined(alphanumeric, 200, 256) },
  { weight: 2, arbitrary: fc.constantFrom(...commonIds.filter((id) => !/\s/.test(id))) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(joined(printable, 1, 12), joined(digits, 1, 5), joined(printable, 0, 8))
      .map((all) => all.join('')),
  },
)
