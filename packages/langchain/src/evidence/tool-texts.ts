import type { JsonSchema, ToolAnnotations } from '@handrail/core'
import { toJsonSchema } from '@langchain/core/utils/json_schema'
import { isRecord } from './written.ts'

/** What a tool says about itself. */
export interface Described {
  readonly description?: unknown
  readonly schema?: unknown
  readonly metadata?: unknown
}

/** What a Model Context Protocol server says about its tool: the MCP adapters keep it in the metadata. */
export function annotationsOf({ metadata }: Described): ToolAnnotations | undefined {
  return isRecord(metadata) && isRecord(metadata.annotations) ? metadata.annotations : undefined
}

const schemas = new WeakMap<object, JsonSchema | undefined>()

/** The JSON Schema of a tool's input; `undefined` when its schema cannot be told as one. */
export function schemaOf(tool: Described): JsonSchema | undefined {
  if (!schemas.has(tool)) schemas.set(tool, readSchema(tool))
  return schemas.get(tool)
}

function readSchema({ schema }: Described): JsonSchema | undefined {
  try {
    const found: unknown = toJsonSchema(schema as Parameters<typeof toJsonSchema>[0])
    return typeof found === 'object' && found !== null ? (found as JsonSchema) : undefined
  } catch {
    return undefined
  }
}

/**
 * What the model reads about the tools: descriptions, and schemas with their enums and defaults. The schema of the tool
 * that is called is read with the call, each part in its place: what one argument may be is no evidence of another.
 */
export function textsOf(tools: readonly Described[], called: Described): string[] {
  return tools.flatMap((tool) => {
    const schema = tool.schema === called.schema ? undefined : schemaOf(tool)
    return [
      ...(typeof tool.description === 'string' ? [tool.description] : []),
      ...(schema ? [JSON.stringify(schema)] : []),
    ]
  })
}
