import type { JsonSchema } from '@handrail/core'
import { asSchema, type ToolSet } from 'ai'

const schemas = new WeakMap<object, JsonSchema | undefined>()

/** The JSON Schema of a tool's input; `undefined` when there is none, or it is loaded later. */
export function schemaOf(tool: ToolSet[string]): JsonSchema | undefined {
  if (!schemas.has(tool)) schemas.set(tool, readSchema(tool))
  return schemas.get(tool)
}

function readSchema({ inputSchema }: ToolSet[string]): JsonSchema | undefined {
  try {
    const schema: unknown = asSchema(inputSchema).jsonSchema
    return typeof schema === 'object' && schema !== null && !('then' in schema)
      ? (schema as JsonSchema)
      : undefined
  } catch {
    return undefined
  }
}

/**
 * What the model reads about the tools: descriptions, schemas with their enums and defaults, examples. The schema of the
 * tool that is called is read with the call, each part in its place: what one argument may be is no evidence of another.
 */
export function textsOf(tools: ToolSet, called: string): string[] {
  return Object.entries(tools).flatMap(([name, tool]) => {
    const { description, inputExamples } = tool
    const schema = name === called ? undefined : schemaOf(tool)
    return [description, schema, inputExamples].flatMap((part) => {
      const text = typeof part === 'string' ? part : JSON.stringify(part)
      return text === undefined ? [] : [text]
    })
  })
}
