import { onlyDigits } from '../../evidence/shapes.ts'
import { significant } from '../../evidence/text/tokens.ts'
import { lookFor, type SupportRule, supportBy } from './support.ts'

/** A price and an id of three digits are equal too often. */
const SHORTEST_QUANTITY = 4

/** R11: the number stands in the evidence in another form, because people and tools group, pad and prefix numbers. */
export const numeric: SupportRule = (core, corpus) => {
  if (!onlyDigits(core)) return undefined
  const number = significant(core)
  const found =
    lookFor(corpus, 'number', number) ??
    lookFor(corpus, 'digitAtom', core) ??
    lookFor(corpus, 'digitTail', number) ??
    lookFor(corpus, 'joined', core) ??
    (core.length >= SHORTEST_QUANTITY ? lookFor(corpus, 'quantity', number) : undefined)
  return supportBy('numeric', found)
}
