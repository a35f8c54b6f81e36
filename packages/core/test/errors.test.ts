import { describe, expect, test } from 'vitest'
import { describeError, expected, show } from '../src/errors.ts'
import { HandrailError } from '../src/index.ts'

describe('the error', () => {
  test('names the field, what was expected and what came', () => {
    const error = expected('INVALID_POLICY', 'policy.ceiling', 'to be one of OBSERVE, WARN', 'PANIC')
    expect(error).toBeInstanceOf(Error)
    expect(error.name).toBe('HandrailError')
    expect(error.code).toBe('INVALID_POLICY')
    expect(error.message).toBe('Expected `policy.ceiling` to be one of OBSERVE, WARN, got "PANIC".')
  })

  test('is recognised across copies of the package', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('handrail.error')]: true })
    expect(HandrailError.isInstance(foreign)).toBe(true)
    expect(HandrailError.isInstance(new HandrailError('INVALID_OPTION', 'x'))).toBe(true)
    for (const other of [new Error('x'), null, undefined, 'x', {}])
      expect(HandrailError.isInstance(other)).toBe(false)
  })

  test('keeps its cause, and shows no mark where it is printed', () => {
    const cause = new Error('first')
    const error = new HandrailError('INVALID_OPTION', 'second', { cause })
    expect(error.cause).toBe(cause)
    expect(Object.keys(error)).not.toContain('handrail.error')
    expect(
      Object.getOwnPropertySymbols(error).every(
        (key) => !Object.prototype.propertyIsEnumerable.call(error, key),
      ),
    ).toBe(true)
  })
})

describe('a value in a message', () => {
  const cyclic: unknown[] = []
  cyclic.push(cyclic)

  test.each([
    ['text', '"text"'],
    ['two\nlines', '"two\\nlines"'],
    [undefined, 'undefined'],
    [null, 'null'],
    [10n, '10'],
    [Symbol('s'), 'Symbol(s)'],
    [() => 1, 'a function'],
    [cyclic, 'something that cannot be printed'],
    [{ a: 1n }, 'something that cannot be printed'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
  ])('%o is printed as %s', (value, text) => {
    expect(show(value)).toBe(text)
  })

  test.each([
    ['a text', 'x'.repeat(10_000)],
    ['a number', 10n ** 5_000n],
    ['a symbol', Symbol('x'.repeat(10_000))],
    ['a list', Array.from({ length: 1_000 }, () => 1)],
  ])('is short, also %s', (_, value) => {
    expect(show(value).length).toBeLessThanOrEqual(80)
  })

  test('of an error never throws', () => {
    const broken = Object.defineProperty(new Error(), 'message', {
      get() {
        throw new Error('again')
      },
    })
    expect(describeError(new TypeError('x'))).toBe('TypeError: x')
    expect(describeError('x')).toBe('x')
    expect(describeError(Symbol('x'))).toBe('Symbol(x)')
    for (const odd of [broken, Object.create(null)]) expect(describeError(odd)).toMatch(/cannot be printed/)
  })
})
