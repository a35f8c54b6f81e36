import type { CompiledPolicy } from '../compiled-policy.ts'
import type { LiteralRule } from './literals.ts'

/** A language of a region that has a number: the world, Europe, Latin America (BCP 47, UN M.49). */
const language = /^[a-z]{2,3}-(?:001|150|419)$/
const region = /^[a-z]{2,9}-(?:[a-z]+-)?(?:north|south|east|west|central)[a-z]*-?\d{1,2}[a-z]?$/
/** The ten top-level media types are all there are (RFC 6838, 9695). */
const mediaType =
  /^(?:application|audio|font|haptics|image|message|model|multipart|text|video)\/[a-z0-9!#$&^_.+-]+(?:;\S*)?$/
/** The machine itself, under the names that are reserved for it, with a port (RFC 6761). */
const loopback = /^(?:[a-z+]+:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?)(?::\d{1,5})?(?![^/?#])/
/** The version of an interface, as it stands in addresses. */
const apiVersion = /^v\d{1,2}$/
/** What cuts a value into names. */
const hard = /[/:@#?&=+%~$*!]+/
const words = /^[\p{L}\p{M}_.-]*$/u

/** R7: names of algorithms, formats, languages and regions stand in public lists, so that no tool has to hand them out. */
export const worldKnownName: LiteralRule = ({ core, whole }, policy) => {
  if (isKnownToAll(core, policy)) return 'a name that everybody knows'
  if (language.test(core)) return 'a language'
  if (mediaType.test(core)) return 'a media type'
  // An address names a mailbox.
  if (core.includes('@')) return undefined
  const address = whole.toLowerCase()
  const parts = address.replace(loopback, '').split(hard)
  return (parts.length > 1 || loopback.test(address)) &&
    parts.every((part) => words.test(part) || isKnownToAll(part, policy))
    ? 'words and names that everybody knows'
    : undefined
}

/** Whether a name is that of a public thing: an algorithm, a service, a region of a cloud, a version of an interface. */
export function isKnownToAll(name: string, { literals }: Pick<CompiledPolicy, 'literals'>): boolean {
  return literals.has(name) || apiVersion.test(name) || region.test(name)
}
