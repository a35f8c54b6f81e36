import { inTime } from '../enforcement/in-time.ts'
import { isThenable } from '../enforcement/thenable.ts'
import { describeError } from '../errors.ts'
import type { RulingRequest } from './ruling.ts'

/** A store that has not answered by then is not waited for: the model reads the note all the same. */
const STORE_TIMEOUT_MS = 1_000

/** Stores a note. What goes wrong is told, never thrown. */
export function storeNote(
  request: RulingRequest,
  note: string,
): string | undefined | Promise<string | undefined> {
  const failed = (error: unknown) => `the note was not stored (${describeError(error)})`
  try {
    const stored = request.storeNote?.(note)
    return isThenable(stored) ? inTime(stored, STORE_TIMEOUT_MS).then(() => undefined, failed) : undefined
  } catch (error) {
    return failed(error)
  }
}
