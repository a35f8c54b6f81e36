import { field, isNode, membersOf, type SchemaNode } from './node.ts'

/** What the schema of a tool says about one leaf of the arguments (R7). */
export interface SchemaHint {
  /** The values that the schema itself names: `enum`, `const` and `default`, as texts. The model copies them. */
  readonly named: ReadonlySet<string>
  /** Why no value is judged here: a date or a time, or a value that the tool sets by itself. */
  readonly unjudged: string | undefined
  /** Whether the format is that of an id or a link, so that the value refers to something whatever the name says. */
  readonly refersTo: 'id' | 'link' | undefined
  /** Whether a number measures or counts here. */
  readonly measures: boolean
  /** Whether a text may stand here, so that what only `measures` says does not hold for texts. */
  readonly takesText: boolean
}

/** Formats of moments and spans (JSON Schema 2020-12): models work these out rightly. */
const timeFormats = new Set(['date', 'time', 'date-time', 'duration'])
/** Formats of ids: those of JSON Schema, and those that Pydantic and Zod write. */
const idFormats = /^(?:uuid\d?|guid|ulid|cuid2?|nanoid|ksuid|xid|email|idn-email)$/
/**
 * Formats of whole addresses. `uri-reference` and its kin are not among them: a relative one is a path, which the model
 * may choose, so there the name decides.
 */
const linkFormats = new Set(['uri', 'iri'])
/**
 * Ids are numbered without an end in sight. Who bounds an integer on both sides within 16 bits means a measure: a page
 * size, a percentage, a year, a port. The bounds that generators write, those of 32 and 64 bits, are far beyond.
 */
const WIDEST_MEASURE = 65_535

/** The hint of the parts of a schema that describe one place. Where they disagree, what is not judged wins. */
export function hintOf(nodes: readonly SchemaNode[]): SchemaHint {
  const named = new Set<string>()
  let unjudged: string | undefined
  let refersTo: SchemaHint['refersTo']
  let measures = false
  let takesText = false
  for (const node of nodes) {
    for (const value of valuesNamedBy(node)) if (isScalar(value)) named.add(String(value))
    const format = field(node, 'format')
    if (typeof format === 'string') {
      if (timeFormats.has(format)) unjudged ??= `of the format ${format}`
      else if (idFormats.test(format)) refersTo = 'id'
      else if (linkFormats.has(format)) refersTo ??= 'link'
    }
    // The owner of the value ignores or rejects what a call sends (JSON Schema Validation, 9.4): nothing comes of it.
    if (field(node, 'readOnly') === true) unjudged ??= 'read-only for callers'
    const type = field(node, 'type')
    const types = typeof type === 'string' ? [type] : membersOf(type)
    takesText ||= types.includes('string')
    measures ||= types.includes('number') || (types.includes('integer') && spanOf(node) <= WIDEST_MEASURE)
  }
  return { named, unjudged, refersTo, measures, takesText }
}

/** All that a part of a schema names as a value, structures included. */
export function valuesNamedBy(node: SchemaNode): unknown[] {
  return [...membersOf(field(node, 'enum')), field(node, 'const'), field(node, 'default')]
}

/** How many numbers lie within the bounds; infinite when a bound is missing. */
function spanOf(node: SchemaNode): number {
  const lower = field(node, 'minimum') ?? field(node, 'exclusiveMinimum')
  const upper = field(node, 'maximum') ?? field(node, 'exclusiveMaximum')
  return typeof lower === 'number' && typeof upper === 'number' ? upper - lower : Number.POSITIVE_INFINITY
}

function isScalar(value: unknown): boolean {
  return (
    value !== undefined &&
    value !== null &&
    !isNode(value) &&
    typeof value !== 'object' &&
    typeof value !== 'function'
  )
}
