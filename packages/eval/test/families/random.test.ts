import { expect, it } from 'vitest'
import { randomOf } from '../../src/families/index.ts'

const drawn = (...seed: unknown[]) => {
  const random = randomOf(...seed)
  return Array.from({ length: 50 }, () => random.below(1_000))
}

it('what is drawn depends on the seed, all of it, and on nothing else', () => {
  expect(drawn(1, 'a')).toEqual(drawn(1, 'a'))
  expect(drawn(1, 'a')).not.toEqual(drawn(1, 'b'))
  expect(drawn(1, 'a')).not.toEqual(drawn(2, 'a'))
})

it('one draw after the other is another', () => {
  expect(new Set(drawn(1)).size).toBeGreaterThan(40)
})
