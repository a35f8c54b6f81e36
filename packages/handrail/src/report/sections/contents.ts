import type { Shown } from '../conversation/choose.ts'
import { number } from '../format.ts'
import { type Html, html } from '../html/html.ts'
import { isFlagged } from '../rungs.ts'

/** Longer ids of conversations are cut off, in characters. */
const LONGEST_ID = 25

/** The way around the page: its sections, and the conversations in it. */
export function contents(
  sections: readonly { readonly id: string; readonly title: string }[],
  shown: readonly Shown[],
): Html {
  return html`<nav class="contents" aria-label="Contents">
<ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul>
${
  shown.length > 0 &&
  html`<details open><summary>${number(shown.length)} conversations</summary><ol>${shown.map(entry)}</ol></details>`
}
</nav>`
}

function entry({ nth, conversation, findings }: Shown): Html {
  const shortened = middleCut(conversation.id)
  const flagged = findings.filter(isFlagged).length
  return html`<li><a href="#c${nth}"><span class="id"${shortened !== conversation.id && html` title="${conversation.id}"`}>${shortened}</span>${flagged > 0 && html` <span class="flags" title="${number(flagged)} flagged"><span class="sr">, flagged: </span>${number(flagged)}</span>`}</a></li>`
}

/** Ids mostly differ at their ends. */
function middleCut(id: string): string {
  const characters = [...id]
  if (characters.length <= LONGEST_ID) return id
  return `${characters.slice(0, 9).join('')}…${characters.slice(9 + 1 - LONGEST_ID).join('')}`
}
