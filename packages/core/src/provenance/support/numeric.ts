import { onlyDigits } from '../../evidence/shapes.ts'
import { significant } from '../../evidence/text/tokens.ts'
import { lookFor, type SupportRule, supportBy } from './support.ts'

/** A price and an id of three digits are equal too often. */
const SHORTEST_QUANTITY = 4

/** R11: the number stands in the evidence in another form, because people and tools group, pad and prefix numbers. */
export const numeric: SupportRule = (core, evidence) => {
  if (!onlyDigits(core)) return undefined
  const number = significant(core)
  const found =
    lookFor(evidence, 'number', number) ??
    lookFor(evidence, 'digitAtom', core) ??
    lookFor(evidence, 'digitTail', number) ??
    lookFor(evidence, 'joined', core) ??
    (core.length >= SHORTEST_QUANTITY ? lookFor(evidence, 'quantity', number) : undefined)
  return supportBy('numeric', found)
}
