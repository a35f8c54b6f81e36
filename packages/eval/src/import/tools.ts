import { effectOfTool, type JsonSchema, type ToolAnnotations, type ToolTraits } from '@handrail/core'
import { type Fields, isFields, nameOf } from './values.ts'

/** What a recording says about its tools. */
export interface RecordedTools {
  readonly traits: Readonly<Record<string, ToolTraits>>
  /** What the model read about them. */
  readonly descriptions: readonly string[]
}

const NONE: RecordedTools = { traits: Object.freeze({}), descriptions: [] }

/** Recordings of one agent carry the same tools: so many sets of tools are remembered, by their JSON. */
const MOST_SETS = 32
/** Larger sets are read anew each time, in UTF-16 units. */
const LONGEST_SET = 2 ** 20

const known = new Map<string, RecordedTools>()
let latest: { readonly key: string; readonly read: RecordedTools } | undefined

/**
 * Reads definitions of tools: those of OpenAI, of the Model Context Protocol, of LangChain, a tool set of the AI SDK by
 * name, and those of our traces. Equal ones give the same objects, so that a guard learns each schema once.
 */
export function readTools(tools: unknown): RecordedTools {
  if (typeof tools !== 'object' || tools === null) return NONE
  const key = keyOf(tools)
  if (key === undefined || key.length > LONGEST_SET) return readAll(tools)
  // Compared with those before first: a text that is looked up is hashed, from its first letter to its last.
  if (latest?.key !== key) latest = { key, read: known.get(key) ?? remember(key, readAll(tools)) }
  return latest.read
}

function remember(key: string, read: RecordedTools): RecordedTools {
  for (const oldest of known.keys()) {
    if (known.size < MOST_SETS) break
    known.delete(oldest)
  }
  known.set(key, read)
  return read
}

function keyOf(tools: object): string | undefined {
  try {
    return JSON.stringify(tools)
  } catch {
    return undefined // Too deep.
  }
}

function readAll(tools: object): RecordedTools {
  const named: (readonly [string, unknown])[] = Array.isArray(tools)
    ? tools.map((tool) => ['', tool])
    : Object.entries(tools)
  const traits = new Map<string, ToolTraits>()
  const descriptions: string[] = []
  for (const [key, value] of named) {
    const tool = definitionIn(value)
    const name = nameOf(tool.name) || key
    if (name === '') continue
    traits.set(name, traitsOf(name, tool))
    if (typeof tool.description === 'string' && tool.description !== '') descriptions.push(tool.description)
  }
  return { traits: Object.freeze(Object.fromEntries(traits)), descriptions }
}

/** OpenAI wraps a definition in a type. */
function definitionIn(value: unknown): Fields {
  if (!isFields(value)) return {}
  return isFields(value.function) ? value.function : value
}

function traitsOf(name: string, tool: Fields): ToolTraits {
  const inputSchema = schemaOf(tool)
  const effect = effectIn(name, tool)
  return { ...(effect && { effect }), ...(inputSchema && { inputSchema }) }
}

function effectIn(name: string, { mutating, annotations }: Fields): ToolTraits['effect'] {
  // That a tool changes something does not tell whether it can be taken back: its name may.
  if (mutating === true)
    return effectOfTool(name, undefined, undefined, false).effect === 'destructive' ? undefined : 'write'
  if (mutating === false) return 'read'
  if (!isFields(annotations)) return undefined
  // As in a guard, a server that nobody has vouched for can only make the effect graver.
  const known = effectOfTool(name, undefined, annotations as ToolAnnotations, false)
  return known.from === 'annotations' ? known.effect : undefined
}

/** The JSON Schema of the arguments, under the names that frameworks give it. */
function schemaOf(tool: Fields): JsonSchema | undefined {
  for (const field of ['parameters', 'inputSchema', 'input_schema', 'schema']) {
    const value = tool[field]
    const schema = isFields(value) && isFields(value.jsonSchema) ? value.jsonSchema : value
    // What JSON makes of a schema of Zod has a type as well.
    if (isFields(schema) && (isFields(schema.properties) || typeof schema.$ref === 'string')) return schema
  }
  return undefined
}
