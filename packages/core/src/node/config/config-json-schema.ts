import { z } from 'zod'
import type { JsonSchema } from '../../transcript.ts'
import { configSchema } from './schema.ts'

/**
 * The JSON Schema (draft 2020-12) of `handrail.json` and `handrail.toml`, for editors. The same stands in the package as
 * `@handrail/core/handrail.schema.json`.
 *
 * @example
 * // handrail.json
 * // { "$schema": "./node_modules/@handrail/core/handrail.schema.json", "handler": "enforce" }
 */
export function configJsonSchema(): JsonSchema {
  return z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' })
}
