/** Deeper values are left to who takes them apart without recursion. */
const DEEPEST = 100
/** Larger ones to who counts the values. */
const MOST_VALUES = 100_000
const toEscape = /["\\\p{Cc}\p{Cs}]/u

/**
 * The JSON text of a value that is nothing but what `JSON.parse` makes, in one pass and without a list of pieces.
 *
 * @returns `undefined` for anything else: what is of a class, is there twice, has holes or getters that throw, or is too
 * deep or too large.
 */
export function plainJsonOf(value: unknown): string | undefined {
  try {
    return new PlainWriter().textOf(value, 0)
  } catch {
    return undefined
  }
}

class PlainWriter {
  readonly #seen = new Set<object>()
  #left = MOST_VALUES

  textOf(value: unknown, depth: number): string | undefined {
    switch (typeof value) {
      case 'string':
        return quoted(value)
      case 'number':
        return Number.isFinite(value) ? String(value) : 'null'
      case 'boolean':
        return value ? 'true' : 'false'
      case 'object':
        return value === null ? 'null' : this.#membersOf(value, depth)
      default:
        return undefined
    }
  }

  #membersOf(parent: object, depth: number): string | undefined {
    if (depth === DEEPEST || this.#seen.has(parent)) return undefined
    this.#seen.add(parent)
    const keys = Object.keys(parent)
    this.#left -= keys.length
    if (this.#left < 0) return undefined
    return Array.isArray(parent)
      ? this.#listOf(parent, keys.length, depth)
      : this.#objectOf(parent as Record<string, unknown>, keys, depth)
  }

  #listOf(list: readonly unknown[], count: number, depth: number): string | undefined {
    // Otherwise there are holes, or fields beside the elements.
    if (count !== list.length) return undefined
    let text = '['
    for (let i = 0; i < count; i++) {
      const element = this.textOf(list[i], depth + 1)
      if (element === undefined) return undefined
      text += i > 0 ? `,${element}` : element
    }
    return `${text}]`
  }

  #objectOf(parent: Record<string, unknown>, keys: readonly string[], depth: number): string | undefined {
    const prototype: unknown = Object.getPrototypeOf(parent)
    if (prototype !== Object.prototype && prototype !== null) return undefined
    let text = '{'
    for (const key of keys) {
      const member = this.textOf(parent[key], depth + 1)
      if (member === undefined) return undefined
      text += `${text.length > 1 ? ',' : ''}${quoted(key)}:${member}`
    }
    return `${text}}`
  }
}

/** What `JSON.stringify` makes of a text. */
function quoted(text: string): string {
  return toEscape.test(text) ? JSON.stringify(text) : `"${text}"`
}
