import type { LiteralRule } from './literals.ts'

/** A language of a region that has a number: the world, Europe, Latin America (BCP 47, UN M.49). */
const language = /^[a-z]{2,3}-(?:001|150|419)$/
const region = /^[a-z]{2,9}-(?:[a-z]+-)?(?:north|south|east|west|central)[a-z]*-?\d{1,2}[a-z]?$/

/** R7: names of algorithms, formats, languages and regions stand in public lists, so that no tool has to hand them out. */
export const worldKnownName: LiteralRule = ({ core }, { literals }) => {
  if (literals.has(core)) return 'a well-known name'
  if (region.test(core)) return 'a region of a cloud'
  return language.test(core) ? 'a language' : undefined
}
