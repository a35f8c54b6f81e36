import type { ArgProvenance, ArgumentOrigin, OriginPlace } from '@handrail/core'
import { type Html, html } from '../html/html.ts'
import type { Citations } from './citations.ts'

/** So many places of one argument are told. */
const MOST = 4

/** Where a value came from: a link to each place, or that it was found nowhere. */
export function originLinks(arg: ArgProvenance, origin: ArgumentOrigin, citations: Citations): Html {
  if (origin.stance === 'UNSUPPORTED') return foundNowhere(origin)
  const places = distinct(origin.places, citations)
  const how = (arg.how && ways[arg.how]) ?? 'from'
  const more = places.length - MOST
  return html`<div class="origins">${places.slice(0, MOST).map(({ place, mark }) => placeLink(place, mark, how))}${
    more > 0 && html`<span class="more">and ${more} more</span>`
  }</div>`
}

/** How the value is the same as what stands there, where it is not written so. */
const ways: Partial<Record<NonNullable<ArgProvenance['how']>, string>> = {
  numeric: 'the same number, from',
  'separator-insensitive': 'the same letters and digits, from',
  derived: 'put together from',
  email: 'put together from',
}

function foundNowhere({ value, parts, unseen }: ArgumentOrigin): Html {
  // A part of a value that stands somewhere else, such as its digits, does not mean that the value does.
  const whole = unseen.some((part) => lettersAndDigits(part) === lettersAndDigits(value))
  const some = !whole && unseen.length > 0 && unseen.length < parts
  return html`<div class="origins"><strong class="nowhere"><span aria-hidden="true">✕</span> found nowhere</strong>${
    some &&
    html` <span class="parts">${unseen.length} of ${parts} parts: ${unseen.slice(0, MOST).map((part, nth) => html`${nth > 0 && ', '}<code>${part}</code>`)}</span>`
  }</div>`
}

function lettersAndDigits(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

interface Linked {
  readonly place: OriginPlace
  readonly mark: string | undefined
}

/** Each place once: several parts of a value may stand in one. */
function distinct(places: readonly OriginPlace[], citations: Citations): Linked[] {
  const known = new Map<string, Linked>()
  for (const place of places) {
    const mark = citations.markOf(place)?.id
    const key = mark ?? `${place.entry} ${place.path?.join(' ')} ${place.excerpt.text}`
    if (!known.has(key)) known.set(key, { place, mark })
  }
  return [...known.values()]
}

function placeLink(place: OriginPlace, mark: string | undefined, how: string): Html {
  const { text, start, end } = place.excerpt
  const excerpt = html`<span class="excerpt" role="note"><span class="sr">There it reads: </span>${text.slice(0, start)}<b>${text.slice(start, end)}</b>${text.slice(end)}</span>`
  const label = html`<span class="arrow" aria-hidden="true">↖</span> ${how} ${placeName(place)}`
  return html`<span class="origin">${mark ? html`<a href="#${mark}">${label}</a>` : html`<span class="unlinked">${label}</span>`}${excerpt}</span>`
}

function placeName({ role, toolName, path }: OriginPlace): Html {
  if (role === 'user') return html`the user`
  if (role === 'system') return html`the instructions`
  const where = path?.toReversed().map((each, nth) => html`${nth > 0 && ' in '}<code>${each}</code>`)
  return html`<code>${toolName ?? 'a tool'}</code>${where && html` ${where}`}`
}
