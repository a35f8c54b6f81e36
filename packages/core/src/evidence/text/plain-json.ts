/** Deeper values are left to who takes them apart without recursion. */
const DEEPEST = 100
/** Larger ones to who counts the values. */
const MOST_VALUES = 100_000
const NOT_PLAIN = Symbol('not plain')

/**
 * The JSON text of a value that is nothing but what `JSON.parse` makes, as the engine writes it.
 *
 * @returns `undefined` for anything else: what is of a class, is there twice, has holes or getters that throw, says itself
 * how it is written, or is too deep or too large.
 */
export function plainJsonOf(value: unknown): string | undefined {
  try {
    const copy = plainCopy(value, { parents: new Set(), left: MOST_VALUES }, 0)
    return copy === NOT_PLAIN ? undefined : JSON.stringify(copy)
  } catch {
    return undefined
  }
}

/** What was looked at. */
interface Seen {
  readonly parents: Set<object>
  /** How many more values there may be. */
  left: number
}

/** Reads every value once and keeps it, so that no code of theirs runs while it is written. */
function plainCopy(value: unknown, seen: Seen, depth: number): unknown {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value
    case 'object':
      return value === null ? value : copyOfMembers(value as Record<string, unknown>, seen, depth)
    default:
      return NOT_PLAIN
  }
}

function copyOfMembers(parent: Record<string, unknown>, seen: Seen, depth: number): unknown {
  if (depth === DEEPEST || seen.parents.has(parent) || 'toJSON' in parent) return NOT_PLAIN
  seen.parents.add(parent)
  const keys = Object.keys(parent)
  seen.left -= keys.length
  if (seen.left < 0 || !isPlainParent(parent, keys)) return NOT_PLAIN
  if (Array.isArray(parent)) return copyOfElements(parent, keys.length, seen, depth)
  const copy: Record<string, unknown> = {}
  for (const key of keys) {
    const member = plainCopy(parent[key], seen, depth + 1)
    if (member === NOT_PLAIN) return NOT_PLAIN
    // Set, that name would make no member.
    if (key === '__proto__') Object.defineProperty(copy, key, { value: member, enumerable: true })
    else copy[key] = member
  }
  return copy
}

function copyOfElements(parent: readonly unknown[], length: number, seen: Seen, depth: number): unknown {
  const copy: unknown[] = []
  for (let at = 0; at < length; at++) {
    const element = plainCopy(parent[at], seen, depth + 1)
    if (element === NOT_PLAIN) return NOT_PLAIN
    copy.push(element)
  }
  return copy
}

function isPlainParent(parent: object, keys: readonly string[]): boolean {
  // Indexes come first, so a list with holes or with fields beside its elements ends in another key.
  if (Array.isArray(parent))
    return keys.length === parent.length && (keys.at(-1) ?? '-1') === String(parent.length - 1)
  const prototype: unknown = Object.getPrototypeOf(parent)
  return prototype === Object.prototype || prototype === null
}
