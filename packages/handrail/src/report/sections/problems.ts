import type { Problem } from '@handrail/eval'
import type { Figures } from '../figures/figures.ts'
import { count, number } from '../format.ts'
import { grouped } from '../grouped.ts'
import { type Html, html } from '../html/html.ts'

const MOST = 100
/** So many places of the same problem are named. */
const MOST_PLACES = 3

/** What could not be read, so that nobody takes the numbers for more than they are. Nothing where all was read. */
export function problemsSection({ problems: { total, listed } }: Figures): Html {
  if (total === 0) return html``
  const same = [...grouped(listed, sortOf).values()]
  const shown = same.slice(0, MOST)
  const rest = total - shown.reduce((sum, problems) => sum + problems.length, 0)
  return html`<section id="problems" aria-labelledby="problems-name">
<h2 id="problems-name">Problems in the files</h2>
<p class="lead">${count(total, 'thing')} in the files could not be read, or not as ${total === 1 ? 'it stands' : 'they stand'}. The rest was read.</p>
<ul class="problems">${shown.map(problemItem)}</ul>
${rest > 0 && html`<p class="left-out">and ${number(rest)} more</p>`}
</section>`
}

/** What was mended is told by its kind; of what was lost, each sentence counts. */
function sortOf({ kind, message, lost, place }: Problem): string {
  return JSON.stringify([lost ? message : (kind ?? message), lost, place.file])
}

function problemItem(problems: readonly Problem[]): Html {
  const [{ place, message, lost }] = problems as [Problem]
  const lines = problems.slice(1, MOST_PLACES).map((each) => html`, ${each.place.line}`)
  const more = problems.length - lines.length - 1
  return html`<li><span class="place">${place.file}:${place.line}${lines}</span>${more > 0 && html` <span class="interval">and on ${count(more, 'more line')}</span>`} ${message}${lost && html` <span class="interval">left out</span>`}</li>`
}
