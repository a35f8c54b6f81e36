import { z } from 'zod'

/**
 * A text that may hold what the model, a tool or a user wrote: the text itself in a ledger of `values: 'plain'`, else
 * its digest, HMAC-SHA-256 over its UTF-8 bytes with the key of the ledger, in hex. Equal texts have equal digests.
 */
export const ledgerTextSchema = z.union([z.string(), z.object({ hmac: z.string().min(1) })])

const rung = z.enum(['OBSERVE', 'WARN', 'BLOCK', 'DEFER'])
const count = z.int().min(0)

/** Where a value stands in the evidence. See `Origin`. */
const origin = z.object({
  source: z.enum(['TOOL_RESULT', 'TASK_TEXT']),
  /** Which entry of the transcript, from 0. */
  entry: count,
  role: z.enum(['system', 'user']).exactOptional(),
  tool: z.string().exactOptional(),
  callId: z.string().exactOptional(),
  /** JSON paths (RFC 9535), outermost first. In digest mode a member name that may be a value reads `hmac:` and its digest. */
  path: z.array(z.string()).exactOptional(),
  /** What stands there; in plain mode alone. */
  excerpt: z.object({ text: z.string(), start: count, end: count }).exactOptional(),
})

const argument = z.object({
  /** In digest mode a name that may be a value reads `hmac:` and its digest. */
  name: z.string(),
  stance: z.enum(['SUPPORTED', 'UNSUPPORTED', 'ABSTAIN']),
  /** How a supported value follows from the evidence. */
  how: z.enum(['verbatim', 'numeric', 'separator-insensitive', 'derived', 'email']).exactOptional(),
  reason: ledgerTextSchema,
  /** The value in short: whole where it is one value of at most 80 characters. Absent where it was not judged. */
  value: ledgerTextSchema.exactOptional(),
  /** What was looked for, each part once, at most 16; `seen` says whether it was found. */
  parts: z.array(z.object({ text: ledgerTextSchema, seen: z.boolean() })),
  /** How many parts were looked for, and how many of them were found nowhere. The confidence follows from both. */
  checked: count,
  unmatched: count,
  /** Where a supported value, or each of its parts, stands; at most 8. */
  origins: z.array(origin),
})

/**
 * One judged call, as a ledger keeps it: what was found out, what was decided, and what took effect. Version 1. Names of
 * tools and arguments, call ids and paths stand there as they are, cut off after 200 characters (a path that is longer
 * than 1,024 is left out); all else that others wrote is a {@link ledgerTextSchema}. Fields that are not known are
 * passed over, so that a later minor version can add some.
 */
export const ledgerEntrySchema = z.object({
  kind: z.literal('call'),
  version: z.literal(1),
  /** Counts the records that a ledger was given, from 1, those that it had to drop included. */
  sequence: z.int().min(1),
  /** When the call was recorded, in UTC, to the millisecond: ISO 8601. The clock of the machine, which may go backwards. */
  time: z.iso.datetime(),
  tool: z.string(),
  callId: z.string(),
  /** What the tool does to the world, and how that was known. See `KnownEffect`. */
  effect: z.enum(['read', 'write', 'destructive']),
  effectFrom: z.enum(['traits', 'annotations', 'name', 'default']),
  /** At most 200, the unsupported ones before the others where there are more. */
  arguments: z.array(argument),
  /** How many arguments were left out. */
  argumentsLeftOut: count.exactOptional(),
  confidence: z.enum(['HIGH', 'LOW', 'NONE']),
  decision: z.object({
    intervention: rung,
    /** The name of the rung on the ladder in use, which the host may have added. */
    rung: z.string(),
    reason: ledgerTextSchema,
  }),
  /** How often the model had read an answer of ours to this very call. */
  earlierAttempts: count,
  /** Who proposed: the name of the handler. */
  handler: z.string(),
  proposal: z.object({
    intervention: rung,
    dispatches: z.boolean(),
    /** Whether something stands in for the result of the withheld call. */
    replacesResult: z.boolean(),
    note: ledgerTextSchema,
    reason: ledgerTextSchema,
  }),
  /** What took effect. See `GuardOutcome`. */
  outcome: z.object({
    intervention: rung,
    dispatched: z.boolean(),
    suspended: z.boolean().exactOptional(),
    approved: z.boolean().exactOptional(),
    edited: z.boolean().exactOptional(),
  }),
  /** What of ours went wrong, at most 16: while judging, in the handler, while carrying it out, or in another sink. */
  faults: z.array(
    z.object({ stage: z.enum(['judging', 'handler', 'outcome', 'onRecord']), text: ledgerTextSchema }),
  ),
  /** Milliseconds that judging took. */
  durationMs: z.number().min(0),
})

/** One judged call, as a ledger keeps it. Plain JSON. See {@link ledgerEntrySchema}. */
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>

/** A text of a ledger: as it is, or its digest. See {@link ledgerTextSchema}. */
export type LedgerText = z.infer<typeof ledgerTextSchema>
