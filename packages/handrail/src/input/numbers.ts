import type { Shard } from '@handrail/eval'
import { z } from 'zod'
import type { WorkFlags } from '../commands/options.ts'
import { InputError } from '../errors.ts'

const MOST_WORKERS = 256
const MOST_SHARDS = 100_000

const workers = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .refine((count) => count <= MOST_WORKERS)

const shard = z
  .string()
  .regex(/^\d{1,6}\/\d{1,6}$/)
  .transform((text) => {
    const [at = 0, of = 0] = text.split('/').map(Number)
    return { index: at - 1, of }
  })
  .refine(({ index, of }) => index >= 0 && index < of && of <= MOST_SHARDS)

/** What of the work is done here, and by how many. */
export interface Work {
  readonly shard?: Shard
  readonly workers?: number
}

/** @throws InputError when an option is no such number. */
export function workOf(flags: WorkFlags): Work {
  return {
    ...(flags.shard !== undefined && {
      shard: checked(shard, '--shard', 'i/n with i from 1 to n, such as 1/4', flags.shard),
    }),
    ...(flags.workers !== undefined && {
      workers: checked(workers, '--workers', `a number from 0 to ${MOST_WORKERS}`, flags.workers),
    }),
  }
}

/** @throws InputError when the text of an option is not what was expected. */
export function checked<Value>(
  schema: z.ZodType<Value>,
  option: string,
  expectation: string,
  text: string,
): Value {
  const { success, data } = schema.safeParse(text)
  if (success) return data
  throw new InputError(`Expected \`${option}\` to be ${expectation}, got ${JSON.stringify(text)}.`)
}
