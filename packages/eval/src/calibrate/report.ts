import { z } from 'zod'
import { differenceSchema, policyOutcomeSchema } from './report-policies.ts'
import { recommendationSchema } from './report-recommendation.ts'
import { countSchema, flagCountSchema, shareSchema } from './report-shares.ts'

/** Where a run ended: at its goal (reward 1), short of it (less), or nobody knows. */
const byOutcome = z.object({ successful: countSchema, failed: countSchema, unrated: countSchema })

const argumentRate = flagCountSchema.extend({
  name: z.string(),
  /** Judged values of the argument that were flagged. */
  rate: shareSchema,
})

const toolRate = flagCountSchema.extend({
  name: z.string(),
  effect: z.enum(['write', 'destructive']),
  /** Where the effect is known from. `name` and `default` are guesses. */
  effectFrom: z.enum(['traits', 'annotations', 'name', 'default']),
  calls: countSchema,
  /** Judged calls that were flagged. */
  rate: shareSchema,
  /** Injected mints in its calls that were flagged. */
  recall: shareSchema,
  args: z.array(argumentRate),
})

const effectRate = flagCountSchema.extend({
  calls: countSchema,
  /** Judged calls that were flagged. */
  rate: shareSchema,
  /** Of those, with HIGH confidence. */
  rateHigh: shareSchema,
  /** The same over runs that reached their goal: what is flagged there was needless, or mattered to nobody. */
  rateInSuccessful: shareSchema,
  recall: shareSchema,
})

const familyRecall = flagCountSchema.extend({
  family: z.string(),
  recall: shareSchema,
})

const place = z.object({ file: z.string(), line: z.number().int().positive() })

/** An injected mint that was not flagged. It says where, not what: values stay in the recording. */
const miss = z.object({
  family: z.string(),
  conversation: z.string(),
  place,
  call: countSchema,
  toolName: z.string(),
  path: z.string(),
})

/**
 * The report of a calibration: plain JSON, with all that its page and its table show. Rates are numbers from 0 to 1;
 * every interval is exact (Clopper-Pearson) at {@link CalibrationReport.confidenceLevel}.
 */
export const calibrationReportSchema = z.object({
  kind: z.literal('handrail.calibration'),
  version: z.literal(1),
  /** The same seed and the same files give the same report, whatever the number of workers. */
  seed: z.number().int(),
  confidenceLevel: z.number(),
  conversations: byOutcome.extend({ total: countSchema }),
  calls: z.object({
    total: countSchema,
    /** Of tools that change something: only they can be judged. */
    changing: countSchema,
    /** Changing calls with at least one argument of which it could be said whether its value is in the evidence. */
    judged: countSchema,
    flagged: countSchema,
    /** Judged calls by how their run ended. */
    judgedBy: byOutcome,
    flaggedBy: byOutcome,
  }),
  effects: z.object({ write: effectRate, destructive: effectRate }),
  /** Tools that change something, the most flagged first. */
  tools: z.array(toolRate),
  /** Changing calls of tools that are not listed one by one: beyond 1,000 names. */
  toolsNotListed: countSchema,
  /** Tools whose effect was guessed, those included that are taken to read. Name it in `tools` to be sure. */
  guessed: z.array(
    z.object({ name: z.string(), effect: z.enum(['read', 'write', 'destructive']), calls: countSchema }),
  ),
  recall: z.object({
    /** All families together, each in equal parts as far as there are values that fit it. */
    all: shareSchema,
    families: z.array(familyRecall),
    /** Up to 100 of those that were missed. */
    misses: z.array(miss),
  }),
  policies: z.array(policyOutcomeSchema),
  /** What every other policy would have done otherwise than the first. */
  differences: z.array(differenceSchema),
  recommendation: recommendationSchema,
  /** What could not be read, and then what was mended; up to 100 are listed. */
  problems: z.object({
    total: countSchema,
    /** How many of them left something out. */
    lost: countSchema,
    listed: z.array(
      z.object({ place, kind: z.string().exactOptional(), message: z.string(), lost: z.boolean() }),
    ),
  }),
  /** How many problems of each sort there were, by name; `'other problems'` those of none, and of more than 100 sorts. */
  problemKinds: z.array(z.object({ kind: z.string(), times: countSchema, lost: countSchema })),
})

/** See {@link calibrationReportSchema}. */
export type CalibrationReport = z.infer<typeof calibrationReportSchema>
