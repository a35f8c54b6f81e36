import { errorWithNote, type Ruling } from '@handrail/core'
import { isAsyncIterable, isThenable } from './async.ts'

/** Runs a tool whose call was warned about: what it throws carries the note, since nothing renders an error. */
export function annotate(run: () => unknown, note: string, ai6: boolean): unknown {
  const rethrow = (error: unknown): never => {
    // What the model reads of an error: its message in ai 6, its text in ai 7.
    throw errorWithNote(error, note, undefined, ai6 ? 'message' : 'toString')
  }
  let result: unknown
  try {
    result = run()
  } catch (error) {
    return rethrow(error)
  }
  if (isAsyncIterable(result)) return streamOf(result, rethrow)
  return isThenable(result) ? Promise.resolve(result).catch(rethrow) : result
}

async function* streamOf(outputs: AsyncIterable<unknown>, rethrow: (error: unknown) => never) {
  try {
    return yield* outputs
  } catch (error) {
    return rethrow(error)
  }
}

/** A stream that begins once it is ruled on. */
export async function* stream(pending: Ruling | PromiseLike<Ruling>, carryOut: (ruling: Ruling) => unknown) {
  return yield* carryOut(await pending) as AsyncIterable<unknown>
}

/** A result that is there once it is ruled on. The SDK has taken it for a single one by then: of a stream, the last. */
export async function settle(
  pending: Ruling | PromiseLike<Ruling>,
  carryOut: (ruling: Ruling) => unknown,
): Promise<unknown> {
  const result = carryOut(await pending)
  if (!isAsyncIterable(result)) return result
  let last: unknown
  for await (const output of result) last = output
  return last
}
