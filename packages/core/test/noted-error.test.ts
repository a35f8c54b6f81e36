import { expect, test } from 'vitest'
import { errorWithNote } from '../src/index.ts'

class OrderError extends Error {
  readonly status = 404
  readonly #code = 'E_ORDER'
  code() {
    return this.#code
  }
  get upper() {
    return this.#code.toUpperCase()
  }
}

const NOTE = '[handrail] WARN: it may be made up.'

test('an error reads with the note, and is the same in every other respect', () => {
  const error = new OrderError('no such order')
  const noted = errorWithNote(error, NOTE) as OrderError
  expect(String(noted)).toBe(`Error: no such order\n\n${NOTE}`)
  expect(noted).toBeInstanceOf(OrderError)
  expect([noted.message, noted.stack, noted.status, noted.code(), noted.upper]).toEqual([
    'no such order',
    error.stack,
    404,
    'E_ORDER',
    'E_ORDER',
  ])
  expect(noted.constructor).toBe(OrderError)
  expect(Object.keys(noted)).toEqual(Object.keys(error))
  expect(JSON.stringify(noted)).toBe(JSON.stringify(error))
  expect({ ...noted }).toEqual({ ...error })
  expect(Object.prototype.toString.call(noted)).toBe('[object Error]')
  expect(String(error)).toBe('Error: no such order')
})

test('for a host that shows the message, the note goes there and nowhere else', () => {
  const error = new OrderError('no such order')
  const noted = errorWithNote(error, NOTE, '\n\n', 'message') as OrderError
  expect(noted.message).toBe(`no such order\n\n${NOTE}`)
  expect(String(noted)).toBe('Error: no such order')
  expect(noted).toBeInstanceOf(OrderError)
  expect([noted.stack, noted.status, noted.code()]).toEqual([error.stack, 404, 'E_ORDER'])
  expect(error.message).toBe('no such order')
  const frozen = Object.freeze(new Error('x'))
  expect(errorWithNote(frozen, NOTE, '\n\n', 'message')).toBe(frozen)
})

test('the separator is the host’s, and the same note is said once', () => {
  const once = errorWithNote(new Error('x'), NOTE, '\n')
  expect(String(once)).toBe(`Error: x\n${NOTE}`)
  expect(String(errorWithNote(once, NOTE, '\n'))).toBe(`Error: x\n${NOTE}`)
})

test('strings get the note, aborts and other things come back as they were', () => {
  expect(errorWithNote('broken', NOTE)).toBe(`broken\n\n${NOTE}`)
  const aborts = [
    new DOMException('gone', 'AbortError'),
    Object.assign(new Error('gone'), { name: 'AbortError' }),
  ]
  for (const thing of [...aborts, { code: 404 }, 404, undefined, null, Object.freeze(['x'])])
    expect(errorWithNote(thing, NOTE)).toBe(thing)
  const fixed = Object.freeze(Object.assign(new Error('x'), { toString: () => 'fixed' }))
  expect(errorWithNote(fixed, NOTE)).toBe(fixed)
})

test('a frozen error reads with the note, too', () => {
  const noted = errorWithNote(Object.freeze(new Error('x')), NOTE)
  expect(String(noted)).toContain(NOTE)
  expect((noted as Error).message).toBe('x')
})

test('a DOMException keeps its fields', () => {
  const error = new DOMException('quota', 'QuotaExceededError')
  const noted = errorWithNote(error, NOTE) as DOMException
  expect([noted.name, noted.message, noted.code]).toEqual(['QuotaExceededError', 'quota', error.code])
})
