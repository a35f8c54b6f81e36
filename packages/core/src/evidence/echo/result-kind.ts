import type { ResultEntry } from '../../transcript.ts'
import { canonical } from '../text/canonical.ts'
import type { Reading } from '../text/reading.ts'
import { squashed } from '../text/tokens.ts'

/**
 * How much a result proves about values that the model brought up (R25-R27): an `error` and an `echo` prove nothing,
 * a `record` proves what stands in it as a whole leaf.
 */
export type ResultKind = 'error' | 'echo' | 'record'

/** Longer texts are no error messages, whatever words they hold. */
const LONGEST_MESSAGE = 600
/** The JSON of an error may hold a trace, a page, or escapes. */
const LONGEST_ERROR = 65_536
/** Envelopes around an answer are opened this deep. */
const DEEPEST_ENVELOPE = 4

const errorWords =
  /\b(?:errors?|exceptions?|failed|failure|traceback|not found|no such|does not exist|doesn't exist|(?:cannot|could not|couldn't|can't|unable to) (?:find|locate)|no \w+ (?:with|for|matching|found)|missing|unavailable|unknown|invalid|malformed|unauthorized|forbidden|denied|no (?:results?|matches|matching|records?|rows?|hits?|entries)|(?:0|zero) (?:results?|hits?|matches|records?|rows?)|nothing found|not exist|bad request|must be|unable to|rejected|bounced|undeliverable)\b/i
const httpError = /^[45]\d\d$/
const errorCode = / (?:error|failed|invalid|missing|not found)$/i
const errorStatus = /^(?:errors?|not found|no such|no results?|invalid|missing|unavailable)\b/i

/** The keys that {@link hasSignOfError} asks for, as they stand in JSON without escapes. */
const signKey =
  /"(?:error(?:s|Code|_code)?|success|ok|exists|found|valid|isError|status(?:Code|_code)?|code|result)"/

/** Keys whose text says what went wrong. */
const messageKeys = ['message', 'msg', 'detail', 'details', 'title', 'reason'] as const
/** Keys around the answer proper. */
const envelopeKeys = ['content', 'data', 'result', 'response', 'body', 'output', 'text', 'payload'] as const

/** Values that say how a request went, and nothing about what was asked for. */
const outcomeWord =
  /^(?:ok|okay|success|successful|succeeded|true|false|error|errors|fail|failed|failure|not[ _-]?found|none|empty|pending|queued|accepted|done|complete|completed|invalid|unknown|null)$/i

/** Keys whose values page through an answer, date it, name the request, or describe the form of a part. */
const framing = new Set(
  `page limit offset count total next previous cursor has_more hasmore took type mimetype mime_type role
  as_of at date time timestamp created_at updated_at request_id requestid trace_id traceid correlation_id
  self url href link links version api index`.split(/\s+/),
)

/**
 * Sorts a result.
 *
 * @param reading its content, read.
 * @param isEcho whether a text stands in the arguments of the call that it answers.
 */
export function kindOfResult(
  { outcome, content }: Pick<ResultEntry, 'outcome' | 'content'>,
  reading: Reading,
  isEcho: (text: string) => boolean,
): ResultKind {
  if (outcome === 'error' || saysError(content, 0)) return 'error'
  return hasOtherContent(reading, isEcho) ? 'record' : 'echo'
}

/** Whether a result says that something went wrong, by the flag of the framework or in its own words. */
export function isErrorResult({ outcome, content }: Pick<ResultEntry, 'outcome' | 'content'>): boolean {
  return outcome === 'error' || saysError(content, 0)
}

function saysError(content: unknown, depth: number): boolean {
  if (depth > DEEPEST_ENVELOPE) return false
  if (typeof content === 'string') return textSaysError(content.trim(), depth)
  if (typeof content !== 'object' || content === null) return false
  // A list of parts is an answer; a list of records is not one answer but many.
  if (Array.isArray(content)) return content.length === 1 && saysError(content[0], depth + 1)
  const fields = content as Record<string, unknown>
  if (hasSignOfError(fields)) return true
  if (messageKeys.some((key) => typeof fields[key] === 'string' && textSaysError(fields[key], depth + 1)))
    return true
  return (
    envelopeKeys.some((key) => typeof fields[key] === 'object' && saysError(fields[key], depth + 1)) ||
    (typeof fields.text === 'string' && saysError(fields.text, depth + 1))
  )
}

/** Whether a field says that something went wrong, whatever the words. */
function hasSignOfError(fields: Record<string, unknown>): boolean {
  const { error, errors, success, ok, exists, found, valid, isError } = fields
  if ([success, ok, exists, found, valid].includes(false) || isError === true) return true
  if ([error, errors, fields.errorCode, fields.error_code].some(isPresent)) return true
  const status = fields.status ?? fields.statusCode ?? fields.status_code
  return [status, fields.code, fields.result].some(isStatusOfError)
}

/** Whether a status is one of HTTP for what failed, or a word for it, such as `ORDER_NOT_FOUND`. */
function isStatusOfError(status: unknown): boolean {
  if (typeof status === 'number') return status >= 400 && status < 600
  if (typeof status !== 'string') return false
  const words = status.replaceAll(/[_-]/g, ' ')
  return httpError.test(words) || errorStatus.test(words) || errorCode.test(words)
}

function textSaysError(text: string, depth: number): boolean {
  if (text.length > LONGEST_ERROR) return false
  // Parsing is half of what it costs to sort a result, and most long ones need none.
  if (text.length > LONGEST_MESSAGE && !mayHoldSign(text)) return false
  const content = text.startsWith('{') || text.startsWith('[') ? parse(text) : undefined
  // What only begins as JSON is a text.
  if (content === undefined) return text.length <= LONGEST_MESSAGE && errorWords.test(text)
  if (text.length <= LONGEST_MESSAGE) return saysError(content, depth + 1)
  // A long one may be a record with such words in it, but also an error with a trace.
  return typeof content === 'object' && content !== null && hasSignOfError(content as Record<string, unknown>)
}

/** Whether a long text may be an object with a field that says what went wrong. */
function mayHoldSign(text: string): boolean {
  return text.startsWith('{') && (signKey.test(text) || text.includes('\\u'))
}

function isPresent(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0
}

/** Whether a text says anything beyond what was asked: one leaf of a structure, under a key of its own, is enough. */
function hasOtherContent(reading: Reading, isEcho: (text: string) => boolean): boolean {
  return reading.visit((leaf) => {
    if (leaf.isKey || !leaf.structured || leaf.repeatsRequest || leaf.key === 'quantity') return false
    const said = leaf.text.slice(leaf.from, leaf.to).trim()
    if (said === '' || outcomeWord.test(said) || isEcho(said)) return false
    return !framing.has(leaf.keyName().toLowerCase())
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Tells whether a text stands in the arguments of a call. */
export function echoOf(args: Reading): (text: string) => boolean {
  let asked: Set<string> | undefined
  return (text) => {
    asked ??= lettersOf(args)
    return asked.has(squashed(canonical(text)))
  }
}

function lettersOf(args: Reading): Set<string> {
  const letters = new Set<string>()
  args.visit(({ isKey, text, from, to }) => {
    if (!isKey) letters.add(squashed(canonical(text.slice(from, to))))
    return false
  })
  return letters
}
