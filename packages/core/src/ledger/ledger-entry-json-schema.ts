import { z } from 'zod'
import type { JsonSchema } from '../transcript.ts'
import { ledgerEntrySchema } from './ledger-entry.ts'

/**
 * The JSON Schema (draft 2020-12) of a {@link LedgerEntry}, for readers in other languages. The same stands in the
 * package as `@handrail/core/ledger-entry.schema.json`.
 */
export function ledgerEntryJsonSchema(): JsonSchema {
  return z.toJSONSchema(ledgerEntrySchema, { io: 'input' })
}
