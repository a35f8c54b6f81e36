import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LearnedTexts } from '../../src/evidence/learned-texts.ts'

test('a text is known once it was added, whatever others of its length were', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 })
  fc.assert(
    fc.property(fc.array(text), fc.array(text), (added, asked) => {
      const texts = new LearnedTexts()
      for (const each of added) texts.add(each)
      for (const each of asked) expect(texts.has(each)).toBe(added.includes(each))
    }),
  )
})
