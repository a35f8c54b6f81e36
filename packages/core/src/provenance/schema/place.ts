import type { JsonSchema } from '../../transcript.ts'
import { listedItems, namedMember, otherItems, otherMembers } from './children.ts'
import { hintOf, type SchemaHint } from './hint.ts'
import { field, isNode, membersOf, resolve, type SchemaNode } from './node.ts'

/** A place in the arguments of a tool: all parts of the schema that describe the value there. */
export interface SchemaPlace {
  /** What they say about a leaf. */
  readonly hint: SchemaHint
  /** The place of a member of an object; `undefined` when the schema says nothing about it. */
  member(name: string): SchemaPlace | undefined
  /** The place of an item of a list. */
  item(index: number): SchemaPlace | undefined
}

/** Keywords that hold other parts which describe the same value. `not` says what it is not, and `if` asks only. */
const alternatives = ['anyOf', 'oneOf', 'allOf'] as const
const branches = ['then', 'else'] as const
/** How many parts that describe one place are looked at. */
const MOST_PARTS = 1_000
/** How many places of one schema are remembered. One that refers to itself has no end of them. */
const MOST_PLACES = 10_000

const roots = new WeakMap<JsonSchema, SchemaPlace>()

/** The place of the arguments as a whole. Read lazily, and once for each schema object. */
export function placeOf(schema: JsonSchema): SchemaPlace {
  const known = roots.get(schema)
  if (known) return known
  const place = new Places(schema).root
  roots.set(schema, place)
  return place
}

/** The places of one schema. Those that the same parts describe are one, so that a cycle of references ends. */
class Places {
  readonly root: SchemaPlace
  readonly #schema: JsonSchema
  readonly #ids = new Map<unknown, number>()
  readonly #places = new Map<string, SchemaPlace>()

  constructor(schema: JsonSchema) {
    this.#schema = schema
    this.root = new Place(this.#expanded([schema]), this)
  }

  /** The place that these parts describe. */
  of(parts: readonly unknown[]): SchemaPlace | undefined {
    const nodes = parts.filter(isNode)
    if (nodes.length === 0) return undefined
    const key = nodes.map((node) => this.#idOf(node)).join()
    const known = this.#places.get(key)
    if (known || this.#places.size >= MOST_PLACES) return known
    const place = new Place(this.#expanded(nodes), this)
    this.#places.set(key, place)
    return place
  }

  #idOf(node: SchemaNode): number {
    const id = this.#ids.get(node) ?? this.#ids.size
    this.#ids.set(node, id)
    return id
  }

  /** The parts and all that they are made of: alternatives, conditions, and what they refer to. */
  #expanded(parts: readonly SchemaNode[]): readonly SchemaNode[] {
    const nodes = new Set<SchemaNode>()
    const stack: unknown[] = [...parts]
    while (stack.length > 0 && nodes.size < MOST_PARTS) {
      const node = stack.pop()
      if (!isNode(node) || nodes.has(node)) continue
      nodes.add(node)
      for (const keyword of alternatives) stack.push(...membersOf(field(node, keyword)))
      for (const keyword of branches) stack.push(field(node, keyword))
      const reference = field(node, '$ref')
      if (typeof reference === 'string') stack.push(resolve(reference, this.#schema))
    }
    return [...nodes]
  }
}

class Place implements SchemaPlace {
  readonly #nodes: readonly SchemaNode[]
  readonly #places: Places
  /** Members and items that the schema tells apart. */
  readonly #children = new Map<string | number, SchemaPlace | undefined>()
  readonly #hint: Lazy<SchemaHint>
  readonly #otherMember: Lazy<SchemaPlace | undefined>
  readonly #otherItem: Lazy<SchemaPlace | undefined>
  readonly #listed: Lazy<number>

  constructor(nodes: readonly SchemaNode[], places: Places) {
    this.#nodes = nodes
    this.#places = places
    this.#hint = lazy(() => hintOf(nodes))
    this.#otherMember = lazy(() => places.of(nodes.flatMap(otherMembers)))
    this.#otherItem = lazy(() => places.of(nodes.flatMap(otherItems)))
    this.#listed = lazy(() => nodes.reduce((most, node) => Math.max(most, listedItems(node).length), 0))
  }

  get hint(): SchemaHint {
    return this.#hint()
  }

  member(name: string): SchemaPlace | undefined {
    if (this.#children.has(name)) return this.#children.get(name)
    const named = this.#nodes.map((node) => namedMember(node, name))
    // Names that the schema does not know share one place, so that a model cannot fill the memory with them.
    if (named.every((parts) => parts.length === 0)) return this.#otherMember()
    return this.#child(name, (node, i) => (named[i]?.length ? named[i] : otherMembers(node)))
  }

  item(index: number): SchemaPlace | undefined {
    if (index >= this.#listed()) return this.#otherItem()
    if (this.#children.has(index)) return this.#children.get(index)
    return this.#child(index, (node) => {
      const listed = listedItems(node)
      return index < listed.length ? [listed[index]] : otherItems(node)
    })
  }

  #child(key: string | number, partsOf: (node: SchemaNode, i: number) => unknown[]): SchemaPlace | undefined {
    const place = this.#places.of(this.#nodes.flatMap(partsOf))
    this.#children.set(key, place)
    return place
  }
}

type Lazy<Value> = () => Value

function lazy<Value>(make: () => Value): Lazy<Value> {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
