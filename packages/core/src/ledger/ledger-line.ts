import { z } from 'zod'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const head = { previous: hash, version: z.literal(1), sequence: z.int().min(1), time: z.iso.datetime() }

/** The first line of a segment. */
const open = z.object({
  ...head,
  kind: z.literal('open'),
  values: z.enum(['digest', 'plain']),
  /** The digest of the text `handrail ledger key`, in digest mode: it shows whether a key is the one of this segment. */
  keyCheck: hash.exactOptional(),
  pid: z.int().min(0),
  /**
   * The segment that the same opening wrote before this one, and its last line. More lines may follow there where a disk
   * refused to take back what it should not have taken: they stand here once more.
   */
  after: z.object({ segment: z.string(), line: z.int().min(1), hash }).exactOptional(),
})

/** Records that were given to the ledger and do not stand in it: `dropped` of them, from number `sequence` on. */
const gap = z.object({
  ...head,
  kind: z.literal('gap'),
  dropped: z.int().min(1),
  /** When the last of them was dropped; `time` is of the first. */
  until: z.iso.datetime(),
  reason: z.string(),
})

/** The last line of a segment that was closed. */
const close = z.object({ ...head, kind: z.literal('close') })

/** A call, by what every line has; the whole of it is a `LedgerEntry`. */
const call = z.object({ ...head, kind: z.literal('call') })

/**
 * What every line of a JSONL ledger begins with. `previous` is the hash of the line before it in its segment: SHA-256, in
 * lower-case hex, over the exact bytes of that line without the line feed that ends it; 64 zeros in the first line.
 * `sequence` is the number of the record; in the first and the last line, of the record that comes next.
 */
export const ledgerLineSchema = z.discriminatedUnion('kind', [open, call, gap, close])

/** What a segment says about the one before it. */
export type SegmentBefore = NonNullable<z.infer<typeof open>['after']>

/** A line of a JSONL ledger, by what a reader needs to check the chain. See {@link ledgerLineSchema}. */
export type LedgerLine = z.infer<typeof ledgerLineSchema>

/** Records that were given to a ledger and do not stand in it. */
export type LedgerGap = Extract<LedgerLine, { kind: 'gap' }>

/** What stands for the hash of the line before the first. */
export const NO_LINE = '0'.repeat(64)

/** The text whose digest stands in the first line. */
export const KEY_CHECK_TEXT = 'handrail ledger key'
