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

const rate = z
  .string()
  .regex(/^(?:0|1|0?\.\d{1,9}|0\.\d{1,9}|1\.0{1,9})$/)
  .transform(Number)

/** @throws InputError when it is no integer in these bounds. */
export function integerOf(option: string, text: string, from: number, to: number): number {
  const schema = z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .refine((number) => number >= from && number <= to)
  return checked(schema, option, `a whole number from ${from} to ${to}`, text)
}

/** @throws InputError when it is no rate. */
export function rateOf(option: string, text: string): number {
  return checked(rate, option, 'a rate from 0 to 1', text)
}

/** @throws InputError when it is no range of rates. */
export function rangeOf(option: string, text: string): [number, number] {
  const schema = z
    .string()
    .transform((given) => given.split('-', 3))
    .pipe(z.tuple([rate, rate]))
    .refine(([from, to]) => from <= to)
  return checked(schema, option, 'two rates from 0 to 1, such as 0.2-0.9', text)
}
