import type { NameKind } from '../../evidence/name-kind.ts'
import { compactDate, messageMoment, year } from '../../evidence/shapes.ts'
import { mailFolders } from '../../evidence/words.ts'
import type { Readable } from '../value.ts'
import { epoch } from './moments.ts'
import { namesItsSlot } from './stand-in.ts'

const email = /^[^@\s]+@[^@\s]+\.[^@\s]+$/
const letter = /\p{L}/u
const hasNumber = /\p{N}/u
const noDigit = /\D/g
const capitals = /^[A-Z]{5,}$/

/** Under the name of an id, and under any other name: fewer characters are ordinals, sizes and abbreviations. */
const SHORTEST_NUMBER = { id: 2, other: 4 } as const
const SHORTEST_MIXED = { id: 3, other: 4 } as const
/** Digits with separators are dates, versions and ranges more often. */
const SHORTEST_SEPARATED = 4

/** R8, digits only: amounts, short numbers and moments are no ids; a number says the least about what it is. */
export function whyNoDigitId(core: string, name: NameKind): string | undefined {
  if (name === 'quantity') return 'an amount'
  if (core.length < SHORTEST_NUMBER[name === 'id' ? 'id' : 'other']) return 'too short to be an id'
  if (name === 'id') return undefined
  if (epoch.test(core)) return 'a moment in milliseconds'
  if (year.test(core) || compactDate.test(core)) return 'a year or a date'
  return undefined
}

/** R8, words only: under the name of an id, codes in capitals have the shape of one, and so has what only names the slot. */
export function whyNoWordId(
  { core, written }: Readable,
  name: NameKind,
  keyName: string,
): string | undefined {
  if (name !== 'id') return 'words'
  if (capitals.test(written)) return mailFolders.has(core) ? 'a folder that every mailbox has' : undefined
  return namesItsSlot(written, keyName) ? undefined : 'words'
}

/** R8, all else: addresses, and letters with digits, have the shape of an id. */
export function whyNoId({ core }: Readable, name: NameKind): string | undefined {
  if (core.includes('@')) {
    if (email.test(core)) return undefined
    if (!hasNumber.test(core)) return 'words'
  }
  if (letter.test(core))
    return core.length >= SHORTEST_MIXED[name === 'id' ? 'id' : 'other'] ? undefined : 'too short to be an id'
  if (messageMoment.test(core)) return undefined
  const enough = name === 'id' && core.replaceAll(noDigit, '').length >= SHORTEST_SEPARATED
  return enough ? undefined : 'digits and separators under a name that is no id'
}
