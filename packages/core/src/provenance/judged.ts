import type { NameKind } from '../evidence/name-kind.ts'
import { compactDate, decimalNumber, isMeasureOfTimeOrNumber, year } from '../evidence/shapes.ts'
import { wellKnownLiterals } from '../evidence/words.ts'
import type { Value } from './value.ts'

/** A value that has a form to look for. */
type Readable = Exclude<Value, { readonly abstain: string }>

const nothings = new Set(['true', 'false', 'null', 'none', 'unknown', 'undefined', 'nil'])
const version = /^v?\d+(?:\.\d+){1,3}(?:[-+][a-z0-9.]+)?$/i
const phone = /^\+?\d?[-.(]?\d{3}[-.)]{1,2}\d{3}[-.]\d{4}$|^\+\d{7,15}$/
const epoch = /^1\d{12}$/
const colour = /^#[0-9a-f]{3,8}$/i
const duration = /^p(?=[\dt])(?:\d+[ymwd])*(?:t(?:\d+(?:\.\d+)?[hms])+)?$/i
const dimensions = /^\d+x\d+(?:x\d+)?$/i
const zone = /^(?:utc|gmt)[+-]\d{1,2}(?::?\d{2})?$/i
const recurrence = /^rrule:|^freq=/i
const unit =
  /^\d+(?:px|em|rem|pt|cm|mm|km|m|kg|g|mg|lb|lbs|oz|ml|l|kb|mb|gb|tb|[kmgt]ib?|hz|khz|mhz|ghz|ms|s|min|h|hr|d|w|x|k|am|pm|st|nd|rd|th|usd|eur|gbp)$|^[qh][1-4]$|^p[0-5]$/i
const cells =
  /^(?:[^!]{1,64}!\$?[a-z]{1,3}(?:\$?\d{1,7})?|\$?[a-z]{1,3}\$?\d{1,7}(?=:))(?::\$?[a-z]{1,3}(?:\$?\d{1,7})?)?$/i
/** A language of a region that has a number: the world, Europe, Latin America (BCP 47, UN M.49). */
const language = /^[a-z]{2,3}-(?:001|150|419)$/i
const region = /^[a-z]{2,9}-(?:[a-z]+-)?(?:north|south|east|west|central)[a-z]*-?\d{1,2}[a-z]?$/i
const file = /\.[a-z][a-z0-9]{0,4}$/i
const path = /^(?:[a-z]:)?[./~\\]/i
const email = /^[^@\s]+@[^@\s]+\.[^@\s]+$/
const hasDigit = /\p{N}/u
const hasLetter = /\p{L}/u
const onlyDigits = /^\d+$/
const capitals = /^[A-Z]{5,}$/

/** Why a leaf is not judged (R7, R8); `undefined` when it is. */
export function whyNotJudged(value: Readable, name: NameKind): string | undefined {
  const { core, written, whole } = value
  const id = name === 'id'
  if (core === '') return 'empty'
  if (/\s/.test(core)) return 'a text of several words'
  if (name === 'content' || name === 'naming') return `a ${name} argument`
  if (isMeasureOfTimeOrNumber(core) || decimalNumber.test(whole)) return 'a date, a time or a decimal number'
  if (nothings.has(core)) return 'a word for nothing'
  if (!id && phone.test(whole)) return 'a telephone number'
  if (!id && colour.test(whole)) return 'a colour'
  if (onlyDigits.test(core)) return whyNotDigits(core, name)
  const digits = hasDigit.test(core)
  const letters = hasLetter.test(core)
  if (!id) {
    const literal = literalKind(core, whole)
    if (literal) return literal
  }
  if (email.test(core)) return undefined
  if (digits && letters) {
    return core.length >= (id ? 3 : 4) ? undefined : 'too short to be an id'
  }
  if (digits) {
    const enough = id && core.replaceAll(/\D/g, '').length >= 4
    return enough ? undefined : 'digits and separators under a name that is no id'
  }
  if (id && capitals.test(written)) return undefined
  return 'words'
}

function whyNotDigits(core: string, name: NameKind): string | undefined {
  if (name === 'quantity') return 'an amount'
  if (core.length < (name === 'id' ? 2 : 4)) return 'too short to be an id'
  if (name === 'id') return undefined
  if (epoch.test(core)) return 'a moment in milliseconds'
  if (year.test(core) || compactDate.test(core)) return 'a year or a date'
  return undefined
}

function literalKind(core: string, whole: string): string | undefined {
  if (version.test(core)) return 'a version'
  if (unit.test(core) || dimensions.test(core)) return 'a measure'
  if (duration.test(core) || zone.test(core) || recurrence.test(whole)) return 'a time'
  if (wellKnownLiterals.has(core)) return 'a well-known name'
  if (cells.test(core)) return 'a range of cells'
  if (region.test(core)) return 'a region of a cloud'
  if (language.test(core)) return 'a language'
  if (!core.includes('@') && (path.test(whole) || file.test(whole))) return 'a path or a file name'
  return undefined
}

/** A word and up to three digits, as in `python3` or `SEV2`: the name of a kind more often than an id (R9). */
export const wordAndShortNumber = /^([a-z]+)\d{1,3}$/

/** Coded records, such as those of LOINC and SNOMED, keep their ids under `code`, where other tools keep program text (R6). */
export function isCodedId(keyName: string, core: string): boolean {
  return /codes?$/i.test(keyName) && /^\d{5,}$/.test(core)
}
