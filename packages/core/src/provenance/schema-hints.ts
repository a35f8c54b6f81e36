import type { JsonSchema } from '../transcript.ts'

/** What the schema of a tool says about one argument (R7). */
export interface SchemaHint {
  /** Values that the schema itself names: `enum`, `const` and `default`, at any depth of the argument. */
  readonly named: ReadonlySet<unknown>
  /** `format`, such as `date`. */
  readonly format: string | undefined
}

/** How many parts of a schema are looked at. */
const MOST_NODES = 1_000

/** The hint for a top-level argument; `undefined` when there is no schema for it. */
export function schemaHint(schema: JsonSchema | undefined, argName: string): SchemaHint | undefined {
  try {
    const properties = schema?.properties
    if (!schema || !isNode(properties) || !Object.hasOwn(properties, argName)) return undefined
    return readSchema(properties[argName], schema)
  } catch {
    return undefined
  }
}

/** Reads a schema and all that it is made of: alternatives, members, items, and what it refers to. */
function readSchema(start: unknown, root: JsonSchema): SchemaHint {
  const named = new Set<unknown>()
  const seen = new Set<unknown>()
  let format: string | undefined
  const queue: unknown[] = [start]
  while (queue.length > 0) {
    const node = queue.shift()
    if (!isNode(node) || seen.has(node) || seen.size >= MOST_NODES) continue
    seen.add(node)
    for (const value of listOf(node.enum)) named.add(value)
    if ('const' in node) named.add(node.const)
    if ('default' in node) named.add(node.default)
    if (typeof node.format === 'string') format ??= node.format
    if (typeof node.$ref === 'string') queue.push(resolve(node.$ref, root))
    for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) queue.push(...listOf(node[key]))
    queue.push(node.items, node.additionalProperties)
    if (isNode(node.properties)) queue.push(...Object.values(node.properties))
  }
  return { named, format }
}

/** The part of a schema that a local reference such as `#/$defs/Color` points to. */
function resolve(reference: string, root: JsonSchema): unknown {
  if (!reference.startsWith('#/')) return undefined
  let node: unknown = root
  for (const name of reference.slice(2).split('/'))
    node = isNode(node) && Object.hasOwn(node, name) ? node[name] : undefined
  return node
}

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
