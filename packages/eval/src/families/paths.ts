import type { Leaf, Path } from './leaf.ts'

/** Nothing lies deeper in what a tool is really asked for. */
const DEEPEST = 100

/** The strings and numbers of a JSON value, each with its path. A bare value has none: no argument holds it. */
export function leavesOf(value: unknown, path: Path = []): Leaf[] {
  if (typeof value === 'string' || typeof value === 'number') return path.length > 0 ? [{ path, value }] : []
  if (typeof value !== 'object' || value === null || path.length >= DEEPEST) return []
  if (Array.isArray(value)) return value.flatMap((item, i) => leavesOf(item, [...path, i]))
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]))
}

/** What stands at a path, or `undefined`. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    at = (at as Record<string | number, unknown>)[step]
  }
  return at
}

/** The same JSON value with another value at a path. Nothing that was given is changed. */
export function replacedAt(value: unknown, [step, ...rest]: Path, put: unknown): unknown {
  if (step === undefined) return put
  if (Array.isArray(value)) return value.map((item, i) => (i === step ? replacedAt(item, rest, put) : item))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    key === String(step) ? replacedAt(item, rest, put) : item,
  ])
  return Object.fromEntries(entries)
}

/** The value alone under its path, so that it is judged with the keys around it and without its neighbours. */
export function aloneAt(path: Path, value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  return typeof step === 'number' ? [aloneAt(rest, value)] : { [step]: aloneAt(rest, value) }
}

/** The key that stands nearest to the value. */
export function nearestKey(path: Path): string {
  return path.findLast((step) => typeof step === 'string') ?? ''
}

/** A path for people, such as `flights[0].number`. */
export function showPath(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i > 0 ? `.${step}` : step)).join('')
}
