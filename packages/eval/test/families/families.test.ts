import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shapeOf } from '../../src/families/chars.ts'
import {
  doubledDigit,
  droppedDigit,
  lastDigitPlusOne,
  oneCharacterChanged,
  randomSameShape,
  transposed,
} from '../../src/families/edits.ts'
import { newEmailDigits, newEmailDomain, newEmailName } from '../../src/families/email.ts'
import { mutationFamilies } from '../../src/families/mutation-families.ts'
import { placeholder } from '../../src/families/placeholder.ts'
import { prefixSwap } from '../../src/families/prefix.ts'
import { randomOf } from '../../src/families/random.ts'

const digits = fc.stringMatching(/^[1-9][0-9]{3,9}$/)
const prefixed = fc
  .tuple(fc.constantFrom('ORD-', 'W', '#W', 'gift_card_', 'INC-2024-', 'Patient/S', 'usr_'), digits)
  .map((parts) => parts.join(''))
const spoken = fc.stringMatching(/^[٠-٩]{5,8}$/)
const id = fc.oneof(digits, prefixed, fc.uuid(), fc.stringMatching(/^[0-9a-f]{40}$/), spoken)
const email = fc
  .tuple(
    fc.constantFrom('ada', 'ada.quist', 'a_quist77', 'ada9'),
    fc.constantFrom('corvid.example', 'b.test'),
  )
  .map((parts) => parts.join('@'))
const seed = fc.integer()

describe('edits', () => {
  it('keep the shape and change the value', () => {
    fc.assert(
      fc.property(id, seed, (value, n) => {
        for (const edit of [oneCharacterChanged, transposed]) {
          const drawn = edit(value, randomOf(n))
          if (drawn === undefined) continue
          expect(drawn).not.toBe(value)
          expect([...drawn].length).toBe([...value].length)
        }
        expect(shapeOf(oneCharacterChanged(value, randomOf(n)) ?? '')).toBe(shapeOf(value))
        expect(shapeOf(randomSameShape(value, randomOf(n)) ?? '')).toBe(shapeOf(value))
        const next = lastDigitPlusOne(value)
        if (next !== undefined) expect(shapeOf(next)).toBe(shapeOf(value))
      }),
    )
  })

  it('transpose two neighbours and nothing else', () => {
    fc.assert(
      fc.property(id, seed, (value, n) => {
        const drawn = transposed(value, randomOf(n))
        if (drawn !== undefined) expect([...drawn].sort()).toEqual([...value].sort())
      }),
    )
  })

  it('drop and double one digit', () => {
    fc.assert(
      fc.property(id, seed, (value, n) => {
        const [shorter, longer] = [droppedDigit(value, randomOf(n)), doubledDigit(value, randomOf(n))]
        if (shorter !== undefined) expect(shorter.length).toBe(value.length - 1)
        if (longer !== undefined) expect(longer.length).toBe(value.length + 1)
      }),
    )
  })

  it('leave what stands before the last part, and the words before a number', () => {
    expect(randomSameShape('Patient/S4820917', randomOf(1))).toMatch(/^Patient\/S\d{7}$/)
    expect(oneCharacterChanged('arn:aws:ec2:eu-1:41:instance/i-0b9e6f1d', randomOf(2))).toMatch(
      /^arn:aws:ec2:eu-1:41:instance\//,
    )
    expect(lastDigitPlusOne('INC0010029')).toBe('INC0010020')
    expect(lastDigitPlusOne('APT-٩٠٣١')).toBe('APT-٩٠٣٢')
  })

  it('draw within the alphabet of a hexadecimal value', () => {
    fc.assert(
      fc.property(fc.uuid(), seed, (value, n) => {
        expect(randomSameShape(value, randomOf(n))).toMatch(/^[0-9a-f-]{36}$/)
      }),
    )
  })

  it('drop nothing from a short number', () => {
    expect(droppedDigit('42', randomOf(1))).toBeUndefined()
  })
})

describe('placeholder', () => {
  it('keeps the words and fills the digits', () => {
    fc.assert(
      fc.property(prefixed, seed, (value, n) => {
        expect(shapeOf(placeholder(value, randomOf(n), 'order_id') ?? '')).toBe(shapeOf(value))
      }),
    )
  })

  it('writes the forms that models write', () => {
    expect(placeholder('6b1e0c52-8f43-4d9a-b7c0-15e2f98a3d74', randomOf(1), 'vm_id')).toMatch(
      /^[0-9a-f-]{36}$/,
    )
    expect(placeholder('ada@corvid.example', randomOf(1), 'to')).toContain('@')
    const words = new Set(
      Array.from({ length: 40 }, (_, n) => placeholder('p4u8s2kd91', randomOf(n), 'event_id')),
    )
    expect(words).toContain('event_123')
  })
})

describe('prefix swap', () => {
  it('keeps the number and changes the words', () => {
    fc.assert(
      fc.property(prefixed, seed, (value, n) => {
        const drawn = prefixSwap(value, randomOf(n), ['credit_card_', 'TCK-'])
        expect(drawn).not.toBe(value)
        expect(drawn?.replaceAll(/\D/g, '')).toContain(/\d+$/.exec(value)?.[0])
      }),
    )
  })

  it('prefers a prefix that was seen', () => {
    for (let n = 0; n < 20; n++)
      expect(prefixSwap('ORD-2907351', randomOf(n), ['ORD_'])).not.toBe('ORD_2907351')
    expect(prefixSwap('gift_card_2907351', randomOf(3), ['credit_card_'])).toBe('credit_card_2907351')
    expect(prefixSwap('2907351', randomOf(3), ['credit_card_'])).toBeUndefined()
  })
})

describe('e-mail addresses', () => {
  it('change where they say', () => {
    fc.assert(
      fc.property(email, seed, (value, n) => {
        const [local, domain] = value.split('@')
        expect(newEmailName(value, randomOf(n))?.split('@')[1]).toBe(domain)
        expect(newEmailName(value, randomOf(n))).not.toBe(value)
        const [withDigits, sameDomain] = newEmailDigits(value, randomOf(n))?.split('@') ?? []
        expect(withDigits).not.toBe(local)
        expect(withDigits?.replaceAll(/\d/g, '')).toBe(local?.replaceAll(/\d/g, ''))
        expect(sameDomain).toBe(domain)
        expect(newEmailDomain(value, randomOf(n))?.split('@')[0]).toBe(local)
        expect(newEmailDomain(value, randomOf(n))).not.toBe(value)
      }),
    )
  })

  it('are no other thing', () => {
    expect(newEmailName('W1234567', randomOf(1))).toBeUndefined()
  })
})

describe('families', () => {
  it('draw the same for the same seed', () => {
    fc.assert(
      fc.property(fc.oneof(id, email), seed, (value, n) => {
        const draw = () => {
          const context = { random: randomOf(n), key: 'id', others: ['WS-1', 'WS-2'], prefixes: ['A-', 'b_'] }
          return mutationFamilies.map((family) => family.draw(value, context))
        }
        expect(draw()).toEqual(draw())
      }),
    )
  })

  it('draw otherwise for other seeds', () => {
    const drawn = Array.from({ length: 20 }, (_, n) => randomSameShape('W1234567', randomOf(n)))
    expect(new Set(drawn).size).toBeGreaterThan(15)
  })
})
