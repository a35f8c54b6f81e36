/** Deeper values are left to who takes them apart without recursion. */
const DEEPEST = 100
/** Larger ones to who counts the values. */
const MOST_VALUES = 100_000

/**
 * The JSON text of a value that is nothing but what `JSON.parse` makes, as the engine writes it.
 *
 * @returns `undefined` for anything else: what is of a class, is there twice, has holes or getters that throw, says itself
 * how it is written, or is too deep or too large.
 */
export function plainJsonOf(value: unknown): string | undefined {
  try {
    return isPlain(value, { parents: new Set(), left: MOST_VALUES }, 0) ? JSON.stringify(value) : undefined
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

/** Looks at every value before any is written, so that no code of theirs decides what is. */
function isPlain(value: unknown, seen: Seen, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return true
    case 'object':
      return value === null || hasPlainMembers(value as Record<string, unknown>, seen, depth)
    default:
      return false
  }
}

function hasPlainMembers(parent: Record<string, unknown>, seen: Seen, depth: number): boolean {
  if (depth === DEEPEST || seen.parents.has(parent) || 'toJSON' in parent) return false
  seen.parents.add(parent)
  const keys = Object.keys(parent)
  seen.left -= keys.length
  if (seen.left < 0 || !isPlainParent(parent, keys.length)) return false
  for (const key of keys) if (!isPlain(parent[key], seen, depth + 1)) return false
  return true
}

function isPlainParent(parent: object, count: number): boolean {
  // Otherwise there are holes, or fields beside the elements.
  if (Array.isArray(parent)) return count === parent.length
  const prototype: unknown = Object.getPrototypeOf(parent)
  return prototype === Object.prototype || prototype === null
}
