import type { ProvenanceVerdict } from '../verdict.ts'
import { type ArgumentOrigin, type OriginPlace, originsOf } from './origins-of.ts'

/** So many places of one argument are told. */
const MOST_PLACES = 3
/** A value that no renderer of Markdown or HTML takes for more than text, and no direction of writing turns around. */
const plain = /^[\p{Script=Latin}\p{N}#@._:/+, -]*$/u
/** So many arguments are told, in characters of the whole text. */
const LONGEST = 4_000

/**
 * Where every id-like argument of a call came from, in words: a line for each argument, those that were seen nowhere
 * first. For the person who is asked about the call; never show it to a model. Empty when nothing was judged.
 *
 * @example
 * describeOrigins(verdict)
 * // `payment_method_id`: not seen anywhere in this conversation
 * // `order_id` #W5442520: from `get_user_details`, `$.orders[2]`
 */
export function describeOrigins(verdict: ProvenanceVerdict): string {
  const origins = originsOf(verdict)
  const unseen = origins.filter(({ stance }) => stance === 'UNSUPPORTED')
  const seen = origins.filter(({ stance }) => stance === 'SUPPORTED')
  const lines: string[] = []
  let room = LONGEST
  for (const origin of [...unseen, ...seen]) {
    const line = lineOf(origin)
    room -= line.length
    if (room < 0) {
      lines.push(`and ${origins.length - lines.length} more`)
      break
    }
    lines.push(line)
  }
  return lines.join('\n')
}

function lineOf({ argName, value, stance, parts, unseen, places }: ArgumentOrigin): string {
  const name = quoted(argName)
  if (stance === 'SUPPORTED')
    return `${name} ${plain.test(value) ? value : quoted(value)}: ${placesOf(places)}`
  // A part of a value that stands somewhere else, such as its digits, does not mean that the value does.
  const isWhole = unseen.some((part) => bare(part) === bare(value))
  return isWhole || unseen.length === parts
    ? `${name}: not seen anywhere in this conversation`
    : `${name}: not all of it was seen in this conversation (${unseen.length} of ${parts} parts were not)`
}

/** A value without the signs around it, which are not looked for. */
function bare(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** Each place once: several parts of a value may stand in one. */
function placesOf(places: readonly OriginPlace[]): string {
  const texts = [...new Set(places.map(placeOf))]
  const told = texts.slice(0, MOST_PLACES).join(' and ')
  const more = texts.length - MOST_PLACES
  return more > 0 ? `${told} and ${more} more` : told
}

function placeOf({ role, toolName, path }: OriginPlace): string {
  if (role !== undefined)
    return role === 'user' ? 'from the user' : 'from the instructions or the description of a tool'
  const where = path?.toReversed().map(quoted).join(' in ')
  return `from ${quoted(toolName ?? 'a tool')}${where ? `, ${where}` : ''}`
}

/** A name in quotes that it cannot leave. */
function quoted(name: string): string {
  return `\`${name.slice(0, LONGEST_NAME).replaceAll('`', "'")}${name.length > LONGEST_NAME ? '…' : ''}\``
}

const LONGEST_NAME = 120
