import type { JsonSchema } from '../transcript.ts'

/** What the schema of a tool says about one argument (R7). */
export interface SchemaHint {
  /** Values that the schema itself names: `enum`, `const` and `default`. */
  readonly named: ReadonlySet<unknown>
  /** `format`, such as `date`. */
  readonly format: string | undefined
}

/** The hint for a top-level argument; `undefined` when there is no schema for it. */
export function schemaHint(schema: JsonSchema | undefined, argName: string): SchemaHint | undefined {
  try {
    const properties = schema?.properties as Record<string, JsonSchema> | undefined
    if (!properties || !Object.hasOwn(properties, argName)) return undefined
    const property = properties[argName] as Record<string, unknown>
    const items = (property.items ?? {}) as Record<string, unknown>
    const named = [property, items].flatMap((node) => [
      ...(Array.isArray(node.enum) ? node.enum : []),
      ...('const' in node ? [node.const] : []),
      ...('default' in node ? [node.default] : []),
    ])
    const format = property.format ?? items.format
    return { named: new Set(named), format: typeof format === 'string' ? format : undefined }
  } catch {
    return undefined
  }
}
