const marker = Symbol.for('handrail.error')

/** What was wrong, for programs; the message says it for people. */
export type HandrailErrorCode =
  /** An option of a guard, an adapter or a table is missing, misspelt or of the wrong kind. */
  | 'INVALID_OPTION'
  /** A rung of a ladder contradicts itself, or two rungs contradict each other. */
  | 'INVALID_LADDER'
  /** A policy would let a lower confidence act harder, or names a rung it can never reach. */
  | 'INVALID_POLICY'
  /** A proposal both dispatches a call and replaces its result. */
  | 'INVALID_PROPOSAL'
  /** A recorded case has no ground truth, or cannot be read. */
  | 'INVALID_CASE'
  /** A rung was asked for that the ladder does not have. */
  | 'UNKNOWN_RUNG'
  /** A handler was asked for that nobody registered. */
  | 'UNKNOWN_HANDLER'
  /** A ledger was asked to make sure that it is stored, and could not be. The one error that no programmer made. */
  | 'LEDGER_NOT_WRITTEN'
  /** A ledger was asked for where there is none. */
  | 'NO_LEDGER'
  /** A configuration file cannot be read, or something in it is wrong: the message names file, line and column. */
  | 'INVALID_CONFIG'

/**
 * The one error that Handrail throws, and only for a programmer's mistake: at construction, never while an
 * agent runs.
 */
export class HandrailError extends Error {
  override readonly name = 'HandrailError'
  /** What was wrong, for programs. */
  readonly code: HandrailErrorCode

  constructor(code: HandrailErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    Object.defineProperty(this, marker, { value: true })
  }

  /** Recognises the error across duplicate copies of this package, where `instanceof` fails. */
  static isInstance(error: unknown): error is HandrailError {
    return typeof error === 'object' && error !== null && marker in error
  }
}

/** The sentence every configuration error is made of: which field, what was expected, what came. */
export function expected(
  code: HandrailErrorCode,
  field: string,
  expectation: string,
  got: unknown,
): HandrailError {
  return new HandrailError(code, `Expected \`${field}\` ${expectation}, got ${show(got)}.`)
}

/**
 * Checks that something is an object that has no fields but the known ones: a misspelt one must not be passed over.
 *
 * @throws HandrailError with the code and the known names.
 */
export function checkFields(
  code: HandrailErrorCode,
  field: string,
  value: unknown,
  known: readonly string[],
): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw expected(code, field, 'to be an object', value)
  for (const name of Object.keys(value))
    if (!known.includes(name)) throw expected(code, field, `to have no fields but ${known.join(', ')}`, name)
}

const LONGEST_SHOWN = 80

/** A value as it may stand in an error message: short, on one line, never throwing. */
export function show(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  try {
    const json = typeof value === 'object' || typeof value === 'string' ? JSON.stringify(value) : undefined
    const text = json ?? String(value)
    return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 3)}...` : text
  } catch {
    return 'something that cannot be printed'
  }
}

/** An error in short, whatever was thrown. */
export function describeError(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  } catch {
    return 'an error that cannot be printed'
  }
}
