import type { JsonSchema } from '@handrail/core'
import { asSchema, type ToolSet } from 'ai'

interface ReadSchema {
  readonly schema?: JsonSchema
  /** Its JSON. */
  readonly text?: string
}

const schemas = new WeakMap<object, ReadSchema>()

/** The JSON Schema of a tool's input; `undefined` when there is none, or it is loaded later. */
export function schemaOf(tool: ToolSet[string]): JsonSchema | undefined {
  return readOnce(tool).schema
}

function readOnce(tool: ToolSet[string]): ReadSchema {
  const known = schemas.get(tool) ?? read(tool)
  schemas.set(tool, known)
  return known
}

function read({ inputSchema }: ToolSet[string]): ReadSchema {
  let schema: unknown
  try {
    schema = asSchema(inputSchema).jsonSchema
    if (typeof schema !== 'object' || schema === null || 'then' in schema) return {}
    return { schema: schema as JsonSchema, text: JSON.stringify(schema) }
  } catch {
    // One that cannot be written can be read all the same.
    return typeof schema === 'object' && schema !== null ? { schema: schema as JsonSchema } : {}
  }
}

/**
 * What the model reads about the tools: descriptions, schemas with their enums and defaults, examples. The schema of the
 * tool that is called is read with the call, each part in its place: what one argument may be is no evidence of another.
 */
export function textsOf(tools: ToolSet, called: string): string[] {
  return Object.entries(tools).flatMap(([name, tool]) => {
    const { description, inputExamples } = tool
    const schema = name === called ? undefined : readOnce(tool).text
    return [description, schema, inputExamples].flatMap((part) => {
      const text = typeof part === 'string' ? part : JSON.stringify(part)
      return text === undefined ? [] : [text]
    })
  })
}
