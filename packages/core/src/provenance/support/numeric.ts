import { onlyDigits } from '../../evidence/shapes.ts'
import { significant } from '../../evidence/text/tokens.ts'
import type { SupportRule } from './support.ts'

/** A price and an id of three digits are equal too often. */
const SHORTEST_QUANTITY = 4

/** R11: the number stands in the evidence in another form, because people and tools group, pad and prefix numbers. */
export const numeric: SupportRule = (core, corpus) => {
  if (!onlyDigits(core)) return undefined
  const number = significant(core)
  const entry =
    corpus.find('number', number) ??
    corpus.find('digitAtom', core) ??
    corpus.find('digitTail', number) ??
    corpus.find('joined', core) ??
    (core.length >= SHORTEST_QUANTITY ? corpus.find('quantity', number) : undefined)
  return entry === undefined ? undefined : { how: 'numeric', entry }
}
