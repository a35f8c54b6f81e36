import { z } from 'zod'

/** A number of things. */
export const countSchema = z.number().int().nonnegative()

/** So many of so many, and between which rates the truth lies with the report's confidence. */
export const shareSchema = z.object({
  of: countSchema,
  hits: countSchema,
  /** `hits / of`; `null` of nothing. */
  rate: z.number().min(0).max(1).nullable(),
  /** 0 where nothing was counted. */
  low: z.number().min(0).max(1),
  /** 1 where nothing was counted. */
  high: z.number().min(0).max(1),
})

/** How many were judged and how many of them flagged, by confidence. */
export const flagCountSchema = z.object({
  judged: countSchema,
  flagged: countSchema,
  HIGH: countSchema,
  LOW: countSchema,
})

/** A range of rates. */
export const rangeSchema = z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)])

/** See {@link shareSchema}. */
export type Share = z.infer<typeof shareSchema>
/** From and to, both from 0 to 1. */
export type Range = z.infer<typeof rangeSchema>
