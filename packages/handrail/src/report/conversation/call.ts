import type { CallEntry, ResultEntry } from '@handrail/core'
import type { CallFinding } from '@handrail/eval'
import { type Html, html } from '../html/html.ts'
import { byRung, isFlagged, isJudged, KNOWN_BY, rungLabel } from '../rungs.ts'
import { textOfEntry } from '../text/entry-text.ts'
import { markedText } from '../text/marked-text.ts'
import { argumentList } from './arguments.ts'
import type { Citations } from './citations.ts'

const folding = { whole: 14, lead: 5 }

/** What came back for a call, with the number of its entry. */
export interface PlacedResult {
  readonly entry: ResultEntry
  readonly at: number
}

/** A call, what was found out about it, and what came back. */
export interface CallCard {
  /** Its name in the page. */
  readonly id: string
  readonly entry: CallEntry
  readonly finding: CallFinding | undefined
  readonly results: readonly PlacedResult[]
  /** The policy whose rung gives the card its colour. */
  readonly policy: string | undefined
}

export function callCard({ id, entry, finding, results, policy }: CallCard, citations: Citations): Html {
  const would = policy === undefined ? undefined : finding?.policies[policy]
  const state = !finding || !isJudged(finding) ? 'unjudged' : isFlagged(finding) ? 'flagged' : 'grounded'
  const rung = state === 'flagged' ? would?.intervention : undefined
  return html`<section class="call" id="${id}" tabindex="-1" data-state="${state}"${rung && html` data-rung="${rung}"`} aria-labelledby="${id}-name">
<header><h4 id="${id}-name">${entry.toolName}</h4>${finding && effect(finding)}${status(state, finding, policy)}</header>
${argumentList(entry.args, finding, citations)}
${state === 'flagged' && would && html`<p class="reason">${would.reason}</p>`}
${finding?.faults?.map((fault) => html`<p class="reason">It could not be judged, so it counts as observed: ${fault}</p>`)}
${results.map((result) => resultPart(result, citations))}
</section>`
}

/** What a result says that no call of the recording asked for. */
export function resultPart({ entry, at }: PlacedResult, citations: Citations): Html {
  const text = textOfEntry(entry)
  const byModel =
    entry.author === 'model' && html`<p class="aside">Written by a model, so it proves nothing.</p>`
  const ours =
    entry.intervention &&
    html`<p class="aside">Handrail had a hand in this answer: ${entry.intervention}.</p>`
  const failed = entry.outcome === 'error' && html`<p class="aside">An error.</p>`
  return html`<div class="result"><span class="sr">Result: </span>${failed}${byModel}${ours}${
    text === ''
      ? html`<p class="aside">nothing came back</p>`
      : markedText(text, citations.marksOf(at), folding)
  }</div>`
}

function effect({ effect: { effect, from } }: CallFinding): Html {
  return html`<span class="effect">${effect}, ${KNOWN_BY[from]}</span>`
}

function status(state: string, finding: CallFinding | undefined, policy: string | undefined): Html {
  if (state === 'unjudged' || !finding) return html`<span class="status">not judged</span>`
  if (state === 'grounded')
    return html`<span class="status known"><span aria-hidden="true">✓</span> every id is known</span>`
  const groups = byRung(finding.policies)
  const main = groups.find(({ names }) => policy !== undefined && names.includes(policy))
  return html`<ul class="rungs" aria-label="What each policy would have done">${[
    main,
    ...groups.filter((each) => each !== main),
  ].map(
    (group) =>
      group &&
      html`<li${group === main && html` class="main"`}>${rungLabel(group.rung)} <span class="policies">${group.names.join(', ')}</span></li>`,
  )}</ul>`
}
