import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { processHash, RollingHash } from '../../../src/evidence/text/rolling-hash.ts'
import { Scanner } from '../../../src/evidence/text/scanner.ts'

const text = fc.string({
  unit: fc.constantFrom(...'abAB01-_. /', 'é', '漢', '\uD835', '\uDCB3'),
  maxLength: 24,
})
const multiplier = fc.oneof(fc.constantFrom(0, 1, -1, 2, 65_536, 2 ** 31 - 1), fc.integer())
const prefixHashes = (hash: RollingHash, text: string) =>
  Array.from({ length: text.length + 1 }, (_, end) => hash.ofPart(text, 0, end))

describe('the hash of a part', () => {
  test('follows from the hashes up to its start and up to its end', () => {
    fc.assert(
      fc.property(text, fc.nat(24), fc.nat(24), multiplier, (text, a, b, m) => {
        const hash = new RollingHash(m)
        const [from, to] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)]
        const up = prefixHashes(hash, text)
        const part = hash.part(up[from] as number, up[to] as number, to - from)
        expect(part).toBe(hash.ofPart(text, from, to))
        expect(part).toBe(hash.ofPart(text.slice(from, to), 0, to - from))
      }),
      { numRuns: 4_000 },
    )
  })

  test('and of another joined is that of both', () => {
    fc.assert(
      fc.property(text, text, multiplier, (first, second, m) => {
        const hash = new RollingHash(m)
        const whole = (part: string) => hash.ofPart(part, 0, part.length)
        expect(hash.join(whole(first), whole(second), second.length)).toBe(whole(first + second))
      }),
      { numRuns: 4_000 },
    )
  })

  test('is the same in another ASCII case, and in no other', () => {
    const hash = new RollingHash()
    const whole = (part: string) => hash.ofPart(part, 0, part.length)
    expect(whole('AbC-É')).toBe(whole('aBc-É'))
    expect(whole('É')).not.toBe(whole('é'))
    expect(whole('@')).not.toBe(whole('`'))
    expect(whole('[')).not.toBe(whole('{'))
  })

  test('of 256 units is right', () => {
    const hash = new RollingHash()
    const long = 'a7-é'.repeat(100)
    const up = prefixHashes(hash, long)
    expect(hash.part(up[9] as number, up[265] as number, 256)).toBe(hash.ofPart(long, 9, 265))
  })
})

test('the multiplier of a process is odd, and drawn once', () => {
  expect(processHash()).toBe(processHash())
  const drawn = Array.from({ length: 100 }, () => new RollingHash().multiplier)
  for (const multiplier of drawn) expect(Math.abs(multiplier % 2)).toBe(1)
  expect(new Set(drawn).size).toBeGreaterThan(95)
})

test('a scan gives the hashes of the atoms, of what they are joined to, and of their digits', () => {
  fc.assert(
    fc.property(text, multiplier, (text, m) => {
      const hash = new RollingHash(m)
      const whole = (part: string) => hash.ofPart(part, 0, part.length)
      const run = (scanner: Scanner) => {
        for (let first = 0; first < scanner.atoms; first++)
          for (let last = first; last < scanner.atoms; last++)
            expect(scanner.hashOf(first, last)).toBe(whole(scanner.textOf(first, last)))
        for (let at = 0; at < scanner.atoms; at++) {
          const atom = scanner.textOf(at, at)
          const digits = /^\p{L}*([0-9]+)$/u.exec(atom)?.[1] ?? ''
          expect(scanner.digitsOf(at)).toBe(digits.length)
          const end = scanner.end[at] as number
          for (let length = 1; length <= digits.length; length++)
            expect(scanner.hashOfDigits(at, end - length)).toBe(whole(digits.slice(-length)))
          expect(scanner.hashOfHead(at, 1)).toBe(whole(atom.slice(0, 1)))
        }
      }
      new Scanner(hash).scan(text, 0, text.length, { run })
    }),
    { numRuns: 3_000 },
  )
})
