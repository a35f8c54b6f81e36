import type { Figures } from '../figures/figures.ts'
import { count, number } from '../format.ts'
import { type Html, html } from '../html/html.ts'

const MOST = 100

/** What could not be read, so that nobody takes the numbers for more than they are. Nothing where all was read. */
export function problemsSection({ problems: { total, listed } }: Figures): Html {
  if (total === 0) return html``
  const shown = listed.slice(0, MOST)
  const rest = total - shown.length
  return html`<section id="problems" aria-labelledby="problems-name">
<h2 id="problems-name">Problems in the files</h2>
<p class="lead">${count(total, 'thing')} in the files could not be read, or had to be mended. The rest was read.</p>
<ul class="problems">${shown.map(({ place, message, lost }) => html`<li><span class="place">${place.file}:${place.line}</span> ${message} <span class="interval">${lost ? 'left out' : 'mended'}</span></li>`)}</ul>
${rest > 0 && html`<p class="left-out">and ${number(rest)} more</p>`}
</section>`
}
