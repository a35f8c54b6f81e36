import type { ArgumentOrigin, OriginPlace } from '@handrail/core'
import { counted } from '../output/numbers.ts'
import { safe } from '../output/safe.ts'

/** Where a value was found, in a few words: `the result of find_customer, $.orders[2]`. */
export function placeInWords({ role, toolName, path }: OriginPlace): string {
  if (role !== undefined) return role === 'user' ? 'the user said it' : 'the instructions'
  const where = path?.toReversed().map(safe).join(' in ')
  return `the result of ${safe(toolName ?? 'a tool')}${where ? `, ${where}` : ''}`
}

/** Where an argument came from, in a few words. */
export function originInWords({ stance, parts, unseen, places }: ArgumentOrigin): string {
  if (stance === 'UNSUPPORTED')
    return unseen.length >= parts
      ? 'not seen anywhere in this conversation'
      : `${unseen.length} of ${parts} parts not seen anywhere in this conversation`
  const [first, ...more] = [...new Set(places.map(placeInWords))]
  return `${first ?? 'seen'}${more.length > 0 ? `, and ${counted(more.length, 'other place')}` : ''}`
}
