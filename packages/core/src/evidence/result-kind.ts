import type { ResultEntry } from '../transcript.ts'
import { type Leaf, walkLeaves } from './leaves.ts'

/**
 * How much a result proves about values that the model brought up (R25-R27): an `error` and an `echo` prove nothing,
 * a `record` proves what stands in it as a whole leaf.
 */
export type ResultKind = 'error' | 'echo' | 'record'

/** Longer texts are no error messages, whatever words they hold. */
const LONGEST_MESSAGE = 600

const errorWords =
  /\b(errors?|exceptions?|failed|failure|traceback|not found|no such|does not exist|doesn't exist|cannot find|could not find|unknown|invalid|malformed|unauthorized|forbidden|denied|no (?:results?|matches|matching|records?|rows?|hits?|entries)|(?:0|zero) (?:results?|hits?|matches|records?|rows?)|nothing found|not exist|bad request|must be|expected|unable to|rejected|bounced|undeliverable)\b/i

/** Values that say how a request went, and nothing about what was asked for. */
const outcome =
  /^(?:ok|okay|success|successful|succeeded|true|false|error|errors|fail|failed|failure|not[ _-]?found|no[ _-].*|none|empty|pending|queued|accepted|done|complete|completed|invalid|unknown|null|\d+)$/i

/** Keys whose values repeat a request, or page through its answer. */
const framing = new Set(
  `message msg query q search term filter filters input args arguments parameters params request echo
  thought result results success ok code type kind error errors detail details reason page limit offset count total
  next previous cursor has_more hasmore took duration timestamp time note notes text content data items hits rows
  records matches entries`
    .trim()
    .split(/\s+/),
)

/** Sorts a result. `isEcho` tells whether a text is a value that the model brought up in the call it answers. */
export function kindOfResult(entry: ResultEntry, isEcho: (text: string) => boolean): ResultKind {
  if (entry.outcome === 'error' || saysError(entry.content)) return 'error'
  return hasOtherContent(entry.content, isEcho) ? 'record' : 'echo'
}

function saysError(content: unknown): boolean {
  if (typeof content === 'string') {
    const text = content.trim()
    if (text.length > LONGEST_MESSAGE) return false
    if (text.startsWith('{')) return saysError(parse(text))
    return !text.startsWith('[') && errorWords.test(text)
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return false
  try {
    const { error, errors, status, success, ok, isError } = content as Record<string, unknown>
    if (isPresent(error) || isPresent(errors) || success === false || ok === false || isError === true)
      return true
    return typeof status === 'number'
      ? status >= 400
      : typeof status === 'string' && /^(error|fail)/i.test(status)
  } catch {
    return false
  }
}

function isPresent(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  return value !== undefined && value !== null && value !== false && value !== '' && value !== 0
}

/** Whether a structure says anything beyond what it was asked: one leaf under a key of its own is enough. */
function hasOtherContent(content: unknown, isEcho: (text: string) => boolean): boolean {
  let found = false
  const leaf = ({ text, structured, keyName, key }: Leaf) => {
    if (found || !structured || key === 'quantity' || framing.has(keyName.toLowerCase())) return
    const said = text.trim()
    found = said !== '' && !outcome.test(said) && !isEcho(said)
  }
  walkLeaves(content, { leaf, key() {}, unreadable() {} })
  return found
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
