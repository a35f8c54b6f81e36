/**
 * The part of a call's arguments that the model wrote, leaf by leaf: what a middleware put in or replaced is not the
 * model's. Arguments that cannot be compared are judged as they came.
 */
export function writtenByModel(args: unknown, written: unknown): unknown {
  if (!isRecord(args) || !isRecord(written)) return args
  try {
    return kept(args, written)
  } catch {
    return args
  }
}

/** Whether two values say the same, in whatever order their keys come. */
export function saysSame(one: unknown, other: unknown): boolean {
  try {
    return isSame(one, other)
  } catch {
    // Too deep, cyclic, or with a getter that throws.
    return false
  }
}

const NOTHING = Symbol('nothing of the model')

function kept(value: unknown, written: unknown): unknown {
  if (value === written) return value
  if (isRecord(value) && isRecord(written))
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, part]) => [name, Object.hasOwn(written, name) ? kept(part, written[name]) : NOTHING])
        .filter(([, part]) => part !== NOTHING),
    )
  if (Array.isArray(value) && Array.isArray(written)) {
    // A middleware that takes an item out moves the ones behind it.
    const texts = new Set(written.filter((item) => !isObject(item)).map(textOf))
    return value
      .map((item, at) => (!isObject(item) && texts.has(textOf(item)) ? item : kept(item, written[at])))
      .filter((item) => item !== NOTHING)
  }
  return isSame(value, written) ? value : NOTHING
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((part, at) => isSame(part, other[at]))
  if (isRecord(one) && isRecord(other)) {
    const names = Object.keys(one)
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
    )
  }
  return !isObject(one) && !isObject(other) && textOf(one) === textOf(other)
}

/** A middleware that tidies a value up leaves it the model's. */
function textOf(leaf: unknown): string {
  return String(leaf).trim().toLowerCase()
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !Array.isArray(value)
}
