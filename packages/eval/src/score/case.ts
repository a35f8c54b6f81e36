import type { VerdictShape } from '@handrail/core'
import { z } from 'zod'

/**
 * A recorded verdict and what acting on it would have done. The ground truth comes from runs that were really
 * executed, never from the detector. No confidence is stored: the verdict gives it, on the path that adapters take.
 */
export interface ScoreCase {
  /** What the detector found out: a whole `ProvenanceVerdict`, or what its confidence is read off. */
  readonly verdict: VerdictShape
  /** Whether the call really held a value that the model made up. `false` makes a flag a false one. */
  readonly trulyMinted: boolean
  /** Whether the value mattered to what the run is scored on. */
  readonly matteredToScore: boolean
  /** Whether the run came out right in the arm that keeps the turn: the call withheld, a corrective result in its place. */
  readonly recoveredIfBlocked: boolean
  /** Whether the run came out right in the arm that spends the turn: the call withheld, the model asked again. */
  readonly recoveredIfDeferred: boolean
  /** For people. Never scored. */
  readonly label?: string
}

const truth = z.boolean({ error: ({ input }) => `to be true or false, got ${kindOf(input)}` })
const text = z.string({ error: ({ input }) => `to be text, got ${kindOf(input)}` })
const texts = listOf(text)

/** Checks a {@link ScoreCase} that comes from outside. Fields that are not scored are left out. */
export const scoreCaseSchema: z.ZodType<ScoreCase> = objectOf({
  verdict: objectOf({
    believe: truth,
    unsupported: texts,
    args: listOf(
      objectOf({
        stance: z.enum(['SUPPORTED', 'UNSUPPORTED', 'ABSTAIN'], {
          error: () => 'to be one of SUPPORTED, UNSUPPORTED, ABSTAIN',
        }),
        componentsChecked: texts,
        componentsUnmatched: texts,
      }),
    ),
  }),
  trulyMinted: truth,
  matteredToScore: truth,
  recoveredIfBlocked: truth,
  recoveredIfDeferred: truth,
  label: text.exactOptional(),
})

function objectOf<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strip> {
  return z.object(shape, { error: ({ input }) => `to be an object, got ${kindOf(input)}` })
}

function listOf<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  return z.array(item, { error: ({ input }) => `to be a list, got ${kindOf(input)}` })
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
