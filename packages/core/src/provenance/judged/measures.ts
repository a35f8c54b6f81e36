import type { LiteralRule } from './literals.ts'

const dimensions = /^\d+x\d+(?:x\d+)?$/
const unit =
  /^\d+(?:px|em|rem|pt|cm|mm|km|m|kg|g|mg|lb|lbs|oz|ml|l|kb|mb|gb|tb|[kmgt]ib?|hz|khz|mhz|ghz|ms|s|min|h|hr|d|w|x|k|am|pm|st|nd|rd|th|usd|eur|gbp)$|^[qh][1-4]$|^p[0-5]$/

/** R7: a number with its unit counts or measures. */
export const measure: LiteralRule = ({ core }) =>
  unit.test(core) || dimensions.test(core) ? 'a measure' : undefined
