import { type ArgumentOrigin, maskedShape } from '@handrail/core'

/** Whether values are shown. */
export type Values = 'masked' | 'plain'

const LONGEST_NAME = 200
/** So many parts of a value are named. */
const MOST_PARTS = 3

/**
 * A name of a tool or an argument, which models write: only letters, digits and the usual signs, so that no viewer takes
 * it for a link, a placeholder or a direction of writing.
 */
export function plainName(name: string): string {
  return name.slice(0, LONGEST_NAME).replaceAll(/[^\p{L}\p{M}\p{N}_.:/@ -]/gu, '?')
}

/** A path into JSON, as it may stand in a message. */
export function plainPath(path: string): string {
  return escaped(path.slice(0, LONGEST_NAME))
}

/** What of a value is told: the parts that stand nowhere, or all of it. */
export function shownValue({ value, unseen, stance }: ArgumentOrigin, values: Values): string {
  const parts = stance === 'UNSUPPORTED' && unseen.length > 0 ? unseen : [value]
  const shown = parts.slice(0, MOST_PARTS).map((part) => `\`${shownText(part, values)}\``)
  return parts.length > MOST_PARTS
    ? `${shown.join(', ')} and ${parts.length - MOST_PARTS} more`
    : shown.join(', ')
}

/** A text from a recording, or its shape alone. */
export function shownText(text: string, values: Values): string {
  return values === 'plain' ? escaped(text) : maskedShape(text)
}

/** SARIF 2.1.0, 3.11.5 and 3.11.6: braces are placeholders, and brackets links. */
function escaped(text: string): string {
  return text
    .replaceAll(/[[\]\\]/g, '\\$&')
    .replaceAll('{', '{{')
    .replaceAll('}', '}}')
}
