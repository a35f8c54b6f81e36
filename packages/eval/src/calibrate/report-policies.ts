import { z } from 'zod'
import { countSchema, rangeSchema } from './report-shares.ts'

/** A flagged call of the recording. */
export const flaggedCallSchema = z.object({
  conversation: z.string(),
  place: z.object({ file: z.string(), line: z.number().int().positive() }),
  /** Its number in the conversation, from 0. */
  call: countSchema,
  /** Its message in the recording, from 0. */
  message: countSchema,
  toolName: z.string(),
  effect: z.enum(['write', 'destructive']),
  confidence: z.enum(['HIGH', 'LOW']),
  /** The flagged arguments. */
  args: z.array(z.string()),
  /** How its run ended. */
  outcome: z.enum(['successful', 'failed', 'unrated']),
})

/** Net task delta by 1,000 judged calls: between which values it lies. */
const delta = z.object({ low: z.number(), high: z.number() })

/**
 * The net task delta of a policy as a band, by 1,000 judged calls, in tasks: +1 is one task won by acting, -1 one lost.
 * Without labels nobody knows where in the band the truth lies.
 */
export const bandSchema = delta.extend({
  /** What was assumed: shares of flags that were truly minted, of those that mattered, of those that withholding recovers. */
  assumed: z.object({ minted: rangeSchema, mattered: rangeSchema, recovered: rangeSchema }),
  /** The band at each share of true mints that mattered, from 0 to 1: for a plot. */
  points: z.array(delta.extend({ mattered: z.number().min(0).max(1) })),
  /**
   * From which share of mattering mints on the policy pays on these flags, as they were counted and without the allowance for
   * chance that the band makes: at best (the upper ends of what was assumed) and
   * at worst (the lower ends). `null`: never, as under a policy that withholds nothing. Where no flag was
   * withheld yet, it is that of one flag.
   */
  breakEven: z.object({ best: z.number().nullable(), worst: z.number().nullable() }),
})

const rungs = z.object({ HIGH: z.string(), LOW: z.string() })

/** What one policy would have done. */
export const policyOutcomeSchema = z.object({
  name: z.string(),
  /** The rung of a flagged call by effect and confidence, after the ceilings. */
  rungs: z.object({ write: rungs, destructive: rungs }),
  /** Flagged calls by rung. */
  calls: z.record(z.string(), countSchema),
  withheld: countSchema,
  /** Of those, in runs that reached their goal: withholding them could only have cost. */
  withheldInSuccessful: countSchema,
  /** The mean disruption cost of what was withheld, or would be, from 0 to 1; 0 where the policy withholds nothing. */
  cost: z.number().min(0).max(1),
  netDelta: bandSchema,
})

/** What changes from one policy to another. */
export const differenceSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** Calls that only `to` would have withheld. */
  withheld: countSchema,
  /** Calls that only `from` would have withheld. */
  released: countSchema,
  /** Calls that run under both and get another rung, such as a note. */
  otherwise: countSchema,
  /** Some of them; {@link complete} when all. In the order of the files. */
  calls: z.array(flaggedCallSchema.extend({ fromRung: z.string(), toRung: z.string() })),
  complete: z.boolean(),
})

/** See {@link flaggedCallSchema}. */
export type FlaggedCall = z.infer<typeof flaggedCallSchema>
/** See {@link bandSchema}. */
export type NetDeltaBand = z.infer<typeof bandSchema>
/** See {@link policyOutcomeSchema}. */
export type PolicyOutcome = z.infer<typeof policyOutcomeSchema>
/** See {@link differenceSchema}. */
export type PolicyDifference = z.infer<typeof differenceSchema>
