import { describeError, show } from '../errors.ts'

/** Fails a law with a sentence, unless the condition holds. */
export function check(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

/** Fails a law unless both values are equal: by structure, whatever they are. */
export function checkSame(actual: unknown, expected: unknown, what: string): void {
  check(sameStructure(actual, expected), `${what}: expected ${inShort(expected)}, got ${inShort(actual)}`)
}

function inShort(value: unknown): string {
  return value instanceof Error ? describeError(value) : show(value)
}

/**
 * Whether two values look alike to whoever reads them: primitives, arrays, bytes, errors by name and message, any other object
 * by its own keys. Functions are alike when both are functions. Cycles are compared once.
 */
export function sameStructure(a: unknown, b: unknown, seen = new WeakMap<object, object>()): boolean {
  if (Object.is(a, b)) return true
  if (typeof a === 'function') return typeof b === 'function'
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const kinds = [Array.isArray, ArrayBuffer.isView, (value: unknown) => value instanceof Error]
  if (kinds.some((isKind) => isKind(a) !== isKind(b))) return false
  if (a instanceof Error && b instanceof Error) return describeError(a) === describeError(b)
  if (seen.get(a) === b) return true
  seen.set(a, b)
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every(
    (key) =>
      Object.hasOwn(b, key) &&
      sameStructure((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], seen),
  )
}
