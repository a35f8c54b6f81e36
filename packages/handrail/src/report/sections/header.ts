import type { Figures, PolicyFigures } from '../figures/figures.ts'
import { count, interval, number, percent } from '../format.ts'
import { type Html, html } from '../html/html.ts'
import { MEANINGS, RUNGS, rungLabel } from '../rungs.ts'
import { table } from '../tables/table.ts'

/** What the page is about: its main numbers, what they mean, and what each policy would have done. */
export function pageHeader(title: string, figures: Figures): Html {
  const { conversations, calls, changing, flagged } = figures
  return html`<header class="top">
<p class="brand">Handrail report</p>
<h1>${title}</h1>
<p class="sentence">${sentence(figures)}</p>
<dl class="numbers">
${stat('Conversations', number(conversations))}
${stat('Calls', number(calls), `${number(changing)} change something`)}
${stat('Judged', number(flagged.of), flagged.of < changing ? 'calls with an id-like argument' : undefined)}
${stat('Flagged', number(flagged.hits), flagged.rate === null ? undefined : `${percent(flagged.rate)} of those judged (${interval(flagged)})`)}
</dl>
${figures.policies.length > 0 && policyTable(figures.policies, changing)}
</header>`
}

function stat(name: string, value: string, note?: string): Html {
  return html`<div><dt>${name}</dt><dd><strong>${value}</strong>${note && html`<span>${note}</span>`}</dd></div>`
}

/** What the numbers mean, and what they do not. */
function sentence({ flagged, faults }: Figures): string {
  const found =
    flagged.of === 0
      ? 'No call with an id-like argument was found among those that change something, so nothing can be said about made-up values.'
      : flagged.hits === 0
        ? `In none of ${count(flagged.of, 'judged call')} does an id-like argument hold a value that stands nowhere in what the model had read by then.`
        : `${number(flagged.hits)} of ${count(flagged.of, 'judged call')} ${flagged.hits === 1 ? 'holds' : 'hold'} a value that stands nowhere in what the model had read by then.`
  const faulty = faults > 0 ? ` ${count(faults, 'call')} could not be judged.` : ''
  return `${found}${faulty} A flag does not prove that a call was wrong, nor the lack of one that it was right; nothing was run to find this out.`
}

function policyTable(policies: readonly PolicyFigures[], changing: number): Html {
  const caption = html`What each policy would have done with ${count(changing, 'call')} that ${changing === 1 ? 'changes' : 'change'} something`
  const columns = [
    { title: 'Policy', head: true, cell: ({ policy }: PolicyFigures) => policy },
    ...RUNGS.map((rung) => ({
      title: rungLabel(rung),
      numeric: true,
      cell: ({ rungs }: PolicyFigures) =>
        rungs[rung] > 0 ? number(rungs[rung]) : html`<span class="none">0</span>`,
    })),
    { title: 'Withheld', numeric: true, cell: ({ withheld }: PolicyFigures) => number(withheld) },
  ]
  return html`${table(caption, columns, policies, 'policies')}
<p class="legend">${RUNGS.map((rung) => html`<span>${rungLabel(rung)} ${MEANINGS[rung]}</span>`)}</p>`
}
