import type { Shown } from '../conversation/choose.ts'
import { number } from '../format.ts'
import { type Html, html } from '../html/html.ts'
import { isFlagged } from '../rungs.ts'

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
  const flagged = findings.filter(isFlagged).length
  return html`<li><a href="#c${nth}"><span class="id">${conversation.id}</span>${flagged > 0 && html` <span class="flags" title="${number(flagged)} flagged"><span class="sr">, flagged: </span>${number(flagged)}</span>`}</a></li>`
}
