import type { CompiledPolicy } from '../compiled-policy.ts'
import type { LiteralRule } from './literals.ts'

/** A language of a region that has a number: the world, Europe, Latin America (BCP 47, UN M.49). */
const language = /^[a-z]{2,3}-(?:001|150|419)$/
const region = /^[a-z]{2,9}-(?:[a-z]+-)?(?:north|south|east|west|central)[a-z]*-?\d{1,2}[a-z]?$/
/** The ten top-level media types are all there are (RFC 6838, 9695). */
const mediaType =
  /^(?:application|audio|font|haptics|image|message|model|multipart|text|video)\/[a-z0-9!#$&^_.+-]+(?:;\S*)?$/
/** The version of an interface, as it stands in addresses. */
const apiVersion = /^v\d{1,2}$/

/** R7: names of algorithms, formats, languages and regions stand in public lists, so that no tool has to hand them out. */
export const worldKnownName: LiteralRule = ({ core }, policy) => {
  if (isKnownToAll(core, policy)) return 'a name that everybody knows'
  if (language.test(core)) return 'a language'
  return mediaType.test(core) ? 'a media type' : undefined
}

/** Whether a name is that of a public thing: an algorithm, a service, a region of a cloud, a version of an interface. */
export function isKnownToAll(name: string, { literals }: Pick<CompiledPolicy, 'literals'>): boolean {
  return literals.has(name) || apiVersion.test(name) || region.test(name)
}
