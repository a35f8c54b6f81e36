/** One object of a JSON Schema. It may come from a stranger, so it is read through the functions here, which never throw. */
export type SchemaNode = Readonly<Record<string, unknown>>

/** How many members of a list or an object of a schema are looked at: more of them say nothing to a model either. */
export const MOST_MEMBERS = 10_000

/** No reference that means something is deeper. */
const DEEPEST_REFERENCE = 100

/** Whether a value is a part of a schema that says something. */
export function isNode(value: unknown): value is SchemaNode {
  try {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

/** A field of its own; `undefined` when there is none or it cannot be read. */
export function field(node: unknown, key: string): unknown {
  try {
    return isNode(node) && Object.hasOwn(node, key) ? node[key] : undefined
  } catch {
    return undefined
  }
}

/** The members of a list; none when it is no list or cannot be read. */
export function membersOf(list: unknown): readonly unknown[] {
  try {
    return Array.isArray(list) ? list.slice(0, MOST_MEMBERS) : []
  } catch {
    return []
  }
}

/** The names of the fields; none when they cannot be read. */
export function keysOf(node: unknown): readonly string[] {
  try {
    return isNode(node) ? Object.keys(node).slice(0, MOST_MEMBERS) : []
  } catch {
    return []
  }
}

/** The part of a schema that a local reference such as `#/$defs/Color` points to (RFC 6901). Nothing is fetched. */
export function resolve(reference: string, root: SchemaNode): unknown {
  if (reference === '#') return root
  if (!reference.startsWith('#/')) return undefined
  const tokens = decoded(reference.slice(2)).split('/', DEEPEST_REFERENCE + 1)
  if (tokens.length > DEEPEST_REFERENCE) return undefined
  let node: unknown = root
  for (const token of tokens) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~')
    node = membersOf(node)[Number(name)] ?? field(node, name)
    if (node === undefined) return undefined
  }
  return node
}

function decoded(pointer: string): string {
  try {
    return decodeURIComponent(pointer)
  } catch {
    return pointer
  }
}
