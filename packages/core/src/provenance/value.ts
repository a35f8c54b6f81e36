import { LONGEST_TOKEN } from '../evidence/index/token-table.ts'
import { canonical, composed } from '../evidence/text/canonical.ts'
import { decimal } from '../evidence/text/json-text.ts'
import { trimmed } from '../evidence/text/tokens.ts'

/** A value ready to be judged, or why it cannot be (R2). */
export type Value =
  | {
      readonly core: string
      /** The core as the model wrote it, but for what looks alike: the case is kept. */
      readonly written: string
      /** The whole value in the same form, with what was trimmed from its ends. */
      readonly whole: string
      /** The core where nothing was decoded. */
      readonly raw: string
    }
  | { readonly abstain: string }

const schemes = /^(?:mailto:|tel:|sms:|urn:uuid:)/i

/** R2: what is left of a value when its dress is taken off. */
export function readValue(value: unknown): Value {
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    return { abstain: Number.isInteger(value) ? 'a number too large to be exact' : 'not a whole number' }
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint')
    return { abstain: value === undefined || value === null ? 'nothing' : `a ${typeof value}` }
  const text = typeof value === 'string' ? value : decimal(value)
  if (text.length > LONGEST_TOKEN) return { abstain: `longer than ${LONGEST_TOKEN} characters` }
  const bare = text.trim().replace(schemes, '')
  const whole = composed(percentDecoded(bare)).trim()
  if (whole.length > LONGEST_TOKEN) return { abstain: `longer than ${LONGEST_TOKEN} characters` }
  const written = trimmed(whole)
  return { core: written.toLowerCase(), written, whole, raw: trimmed(canonical(bare)) }
}

function percentDecoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
