import type { Figures, PolicyFigures, ToolFigures } from '../figures/figures.ts'
import { count, number, shareText } from '../format.ts'
import { type Html, html } from '../html/html.ts'
import { RUNGS, rungCount } from '../rungs.ts'
import { type Column, table } from '../tables/table.ts'

/** So many tools are listed: those with the most flagged calls, then those with the most judged ones. */
const MOST = 200

/** What was found out by tool. */
export function toolsSection({
  tools,
  callsOfOtherTools,
  policies,
  flaggedCalls,
  otherFlagged,
}: Figures): Html {
  const listed = tools
    .toSorted((a, b) => b.flagged.hits - a.flagged.hits || b.flagged.of - a.flagged.of || b.calls - a.calls)
    .slice(0, MOST)
  const rest = tools.length - listed.length
  return html`<section id="tools" aria-labelledby="tools-name">
<h2 id="tools-name">Tools</h2>
<p class="lead">A tool that reads is never judged. Where its effect was guessed, name it under <code>tools</code> to be sure.</p>
${table('Calls by tool, with exact 95 % intervals', columnsFor(policies), listed, 'tools-table')}
${otherFlagged > 0 && html`<p class="left-out">The columns of the policies count ${count(flaggedCalls.length, 'flagged call')}; ${number(otherFlagged)} more ${otherFlagged === 1 ? 'is' : 'are'} in the totals alone.</p>`}
${rest > 0 && html`<p class="left-out">${count(rest, 'more tool')} ${rest === 1 ? 'is' : 'are'} not listed here.</p>`}
${callsOfOtherTools > 0 && html`<p class="left-out">${count(callsOfOtherTools, 'call')} went to tools beyond those that a replay lists.</p>`}
</section>`
}

function columnsFor(policies: readonly PolicyFigures[]): Column<ToolFigures>[] {
  return [
    { title: 'Tool', head: true, sortBy: ({ tool }) => tool, cell: ({ tool }) => html`<code>${tool}</code>` },
    {
      title: 'Effect',
      sortBy: ({ effects }) => effects.join(),
      cell: ({ effects, knownBy }) => html`${effects.join(' or ')} <span class="interval">${knownBy}</span>`,
    },
    { title: 'Calls', numeric: true, sortBy: ({ calls }) => calls, cell: ({ calls }) => number(calls) },
    {
      title: 'Judged',
      numeric: true,
      sortBy: ({ flagged }) => flagged.of,
      cell: ({ flagged }) => number(flagged.of),
    },
    {
      title: 'Flagged',
      numeric: true,
      sortBy: ({ flagged }) => flagged.hits,
      cell: ({ flagged }) => number(flagged.hits),
    },
    {
      title: 'Rate and interval',
      sortBy: ({ flagged }) => flagged.rate ?? -1,
      cell: ({ flagged }) => shareText(flagged),
    },
    ...policies.map(
      ({ policy }): Column<ToolFigures> => ({
        title: html`<span class="sr">Flagged calls under </span>${policy}`,
        cell: ({ rungs }) => rungCounts(rungs.get(policy)),
      }),
    ),
  ]
}

function rungCounts(counts: PolicyFigures['rungs'] | undefined): Html {
  const some = RUNGS.filter((rung) => counts && counts[rung] > 0)
  return some.length === 0
    ? html`<span class="none">–</span>`
    : html`<span class="rung-counts">${some.map((rung) => rungCount(rung, counts?.[rung] ?? 0))}</span>`
}
