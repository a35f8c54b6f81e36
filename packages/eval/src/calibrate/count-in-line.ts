import type { Place } from '../conversation.ts'

/**
 * Tells of the conversations of a batch, asked for one after the other, which of those on its line each is, from 0: no id
 * tells that, as one may stand there twice.
 */
export function countInLine(): (place: Place) => number {
  let last = 0
  let inLine = 0
  return ({ line }) => {
    inLine = line === last ? inLine + 1 : 0
    last = line
    return inLine
  }
}
