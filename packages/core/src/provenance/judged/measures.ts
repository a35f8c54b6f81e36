import type { LiteralRule } from './literals.ts'

const dimensions = /^\d+x\d+(?:x\d+)?$/
const rank = /^[qh][1-4]$|^p[0-5]$/
/** A number, its unit, and what it is a rate of: `10mg/day`. */
const amount = /^\d+(?:[.,]\d+)*([^\d\s.,/-]{1,7})(?:\/([^\d\s/-]{1,7}))?$/
/** Spans of time are written with several units, the largest first: `1h30m`. */
const span = /^(?=\d)(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m(?:in)?)?(?:\d+s)?$/
const range = /^(.+?)(?:-|\.\.|~)(.+)$/
const shortNumber = /^\d{1,3}(?:[.,]\d+)?$/
const clock = /^\d{1,2}:\d{2}(?:[ap]m)?$/
/** A degree sign makes an angle or a temperature; `geo:` and points of the compass make a place (RFC 5870). */
const position = /\d°|^geo:-?\d|^-?\d+(?:\.\d+)?[ns][,;/]?-?\d+(?:\.\d+)?[ew]$/

/** R7: a number with its unit counts or measures, and so does a range of two; nobody hands it out. */
export const measure: LiteralRule = ({ core }, { units }) => {
  const [, from, to] = range.exec(core) ?? []
  return dimensions.test(core) ||
    rank.test(core) ||
    position.test(core) ||
    isAmount(core, units) ||
    (from !== undefined && to !== undefined && isRange(from, to, units))
    ? 'a measure'
    : undefined
}

/** Whether a text is a number with its unit, or a span of time. */
function isAmount(text: string, units: ReadonlySet<string>): boolean {
  const [, unit, per] = amount.exec(text) ?? []
  return unit === undefined ? span.test(text) : units.has(unit) && (per === undefined || units.has(per))
}

function isRange(from: string, to: string, units: ReadonlySet<string>): boolean {
  const bounds = [from, to].map((each) => isAmount(each, units) || clock.test(each))
  return bounds[1] === true && (bounds[0] === true || shortNumber.test(from))
}
