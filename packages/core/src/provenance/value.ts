import { LONGEST_TOKEN } from '../evidence/index/token-table.ts'
import { canonical, composed, lowered } from '../evidence/text/canonical.ts'
import { percentDecoded } from '../evidence/text/percent.ts'
import { trimmed } from '../evidence/text/tokens.ts'

/** A value that has a form to look for (R2). */
export interface Readable {
  /** What is compared with the evidence: canonical, without scheme, escapes and what is neither letter nor digit at its ends. */
  readonly core: string
  /** The core as the model wrote it, but for what looks alike: the case is kept. */
  readonly written: string
  /** The whole value in the same form, with what was trimmed from its ends. */
  readonly whole: string
  /** The core where no escape was decoded: what looks like one may be part of the value. */
  readonly raw: string
}

/** A value ready to be judged, or why it cannot be. */
export type Value = Readable | { readonly abstain: string }

const schemes = /^(?:mailto:|tel:|sms:|urn:uuid:)/i
const tooLong = { abstain: `longer than ${LONGEST_TOKEN} characters` } as const

/** R2: what is left of a value when its dress is taken off, because tools and models dress the same id differently. */
export function readValue(value: unknown): Value {
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    return { abstain: Number.isInteger(value) ? 'a number too large to be exact' : 'not a whole number' }
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint')
    return { abstain: value === undefined || value === null ? 'nothing' : `a ${typeof value}` }
  const text = String(value)
  if (text.length > LONGEST_TOKEN) return tooLong
  const bare = text.trim().replace(schemes, '')
  const whole = composed(percentDecoded(bare)).trim()
  if (whole.length > LONGEST_TOKEN) return tooLong
  const written = bareEnds(whole) ? whole : trimmed(whole)
  const core = lowered(written)
  if (core.length > LONGEST_TOKEN) return tooLong
  return { core, written, whole, raw: bare.includes('%') ? trimmed(canonical(bare)) : core }
}

/** Whether a text plainly begins and ends with a letter or digit, as most values do: then there is nothing to trim. */
function bareEnds(text: string): boolean {
  return isAlphanumeric(text.charCodeAt(0)) && isAlphanumeric(text.charCodeAt(text.length - 1))
}

function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}
