import { z } from 'zod'
import { countSchema } from './report-shares.ts'

/** What is recommended for the tools of one effect. */
export const effectRecommendationSchema = z.object({
  effect: z.enum(['write', 'destructive']),
  /** The harshest rung that the evidence warrants. */
  ceiling: z.string(),
  /** One or two sentences. */
  reason: z.string(),
  /** At worst so much disruption by judged call, from 0 to 1, on that rung: what the rule compares with the budget. */
  worstDisruption: z.number().min(0).max(1),
  /** The next rung and what is missing for it. Absent where it would never be recommended. */
  next: z
    .object({
      rung: z.string(),
      /** One sentence. */
      missing: z.string(),
      /**
       * So many more judged calls without another flag would be enough: calls of runs that reached their goal, where it is
       * known how runs ended. Absent where more calls would not help.
       */
      moreJudgedCalls: countSchema.optional(),
    })
    .optional(),
})

/** What to write into the configuration, and why. */
export const recommendationSchema = z.object({
  /** `observe`: not enough evidence for acting on any tool. */
  handler: z.enum(['observe', 'enforce']),
  ceilings: z.object({ write: z.string(), destructive: z.string() }),
  /** One or two sentences. */
  reason: z.string(),
  /** How much disruption by judged call is accepted at worst. */
  budget: z.number().min(0).max(1),
  effects: z.array(effectRecommendationSchema),
})

/** See {@link effectRecommendationSchema}. */
export type EffectRecommendation = z.infer<typeof effectRecommendationSchema>
/** See {@link recommendationSchema}. */
export type Recommendation = z.infer<typeof recommendationSchema>
