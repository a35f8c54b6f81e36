import { HandrailError } from '../../src/index.ts'

/** What a function throws; fails when that is nothing, or no error of ours. */
export function thrownBy(run: () => unknown): HandrailError {
  let result: unknown
  try {
    result = run()
  } catch (error) {
    if (HandrailError.isInstance(error)) return error
    throw new Error(`threw ${String(error)}, which is no HandrailError`, { cause: error })
  }
  throw new Error(`threw nothing, returned ${String(result)}`)
}
