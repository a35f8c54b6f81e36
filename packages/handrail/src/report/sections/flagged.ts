import type { FlaggedCall } from '../figures/figures.ts'
import { count, number } from '../format.ts'
import { type Html, html } from '../html/html.ts'
import { byRung, RUNGS, rungLabel } from '../rungs.ts'
import { table } from '../tables/table.ts'

/** So many flagged calls are listed. */
const MOST = 300
/** So many arguments of a call are named. */
const MOST_ARGS = 4

/**
 * The calls with a value that was found nowhere, the gravest first.
 *
 * @param linkOf the call's name in the page, if its conversation is in it.
 */
export function flaggedSection(
  calls: readonly FlaggedCall[],
  others: number,
  linkOf: (call: FlaggedCall) => string | undefined,
): Html {
  const listed = calls.toSorted((a, b) => rankOf(b) - rankOf(a)).slice(0, MOST)
  const rest = calls.length - listed.length + others
  return html`<section id="flagged" aria-labelledby="flagged-name">
<h2 id="flagged-name">Flagged calls</h2>
${
  calls.length === 0
    ? html`<p>None. Every judged argument stands in the evidence.</p>`
    : table(
        'Calls with a value that was found nowhere, the gravest first',
        columns(linkOf),
        listed,
        'flagged-calls',
      )
}
${rest > 0 && html`<p class="left-out">${count(rest, 'more flagged call')} ${rest === 1 ? 'is' : 'are'} not listed here.</p>`}
</section>`
}

function columns(linkOf: (call: FlaggedCall) => string | undefined) {
  return [
    {
      title: 'Call',
      head: true,
      sortBy: ({ toolName }: FlaggedCall) => toolName,
      cell: (call: FlaggedCall) => {
        const link = linkOf(call)
        const name = html`<code>${call.toolName}</code>`
        return link ? html`<a href="#${link}">${name}</a>` : name
      },
    },
    {
      title: 'Found nowhere',
      cell: ({ unseen }: FlaggedCall) =>
        html`${unseen
          .slice(0, MOST_ARGS)
          .map(
            ({ argName, value }) =>
              html`<div class="pair"><span class="key">${argName}</span> <code>${value}</code></div>`,
          )}${unseen.length > MOST_ARGS && html`<div class="pair">and ${number(unseen.length - MOST_ARGS)} more</div>`}`,
    },
    {
      title: 'Would have been',
      sortBy: rankOf,
      cell: ({ policies }: FlaggedCall) =>
        html`<ul class="rungs">${byRung(policies).map(
          ({ rung, names }) =>
            html`<li>${rungLabel(rung)} <span class="policies">${names.join(', ')}</span></li>`,
        )}</ul>`,
    },
    {
      title: 'Conversation',
      sortBy: ({ conversation }: FlaggedCall) => conversation,
      cell: ({ conversation }: FlaggedCall) => html`<span class="id">${conversation}</span>`,
    },
  ]
}

/** By the sum over the policies, so that a call that all would stop comes before one that only the harshest would. */
function rankOf({ policies }: FlaggedCall): number {
  return Object.values(policies).reduce((sum, { intervention }) => sum + RUNGS.indexOf(intervention), 0)
}
