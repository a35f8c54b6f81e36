import type { CallFinding, Conversation } from '@handrail/eval'
import { count } from '../format.ts'
import { type Html, html } from '../html/html.ts'
import { isFlagged, rungLabel } from '../rungs.ts'
import { Citations } from './citations.ts'
import type { Instructions } from './instructions.ts'
import { type Step, stepsOf } from './steps.ts'
import { stepsLeftOut, turn } from './turn.ts'

/** A conversation with what was found out about its calls. */
export interface Recorded {
  readonly conversation: Conversation
  /** In the order of the calls. */
  readonly findings: readonly CallFinding[]
}

/** A larger one is shown without the steps that no flagged call needs, in characters of markup. */
const LARGEST_WHOLE = 600_000

/** So many arguments of a flagged call are told at the head of its conversation. */
const MOST_TOLD = 3

/** The name of a call in the page. */
export function callId(nth: number, entry: number): string {
  return `c${nth}-call${entry}`
}

/** What a conversation needs of the page that it stands in. */
export interface PageContext {
  /** Its number in the page: what lies in it has names that begin with it. */
  readonly nth: number
  /** The policy whose rungs give the calls their colours. */
  readonly policy: string | undefined
  readonly instructions: Instructions
}

/** A conversation from its beginning to its end. */
export function conversationArticle(
  { conversation, findings }: Recorded,
  { nth, policy, instructions }: PageContext,
): Html {
  const prefix = `c${nth}`
  const citations = new Citations(conversation, findings, prefix)
  const steps = stepsOf(conversation, findings)
  const context = {
    citations,
    policy,
    sameInstructions: (text: string) => instructions.linkTo(text),
    idOf: (entry: number) => callId(nth, entry),
  }
  const flagged = findings.filter(isFlagged)
  const turns = withinSize(
    steps,
    steps.map((step) => turn(step, context)),
    neededBy(flagged),
  )
  return html`<article class="conversation" id="${prefix}" aria-labelledby="${prefix}-name">
<details${flagged.length > 0 && html` open`}>
<summary class="head"><h3 id="${prefix}-name">${conversation.id}</h3>${facts(conversation, findings)}</summary>
${flagged.length > 0 && html`<nav class="flagged-here" aria-label="Flagged in this conversation"><ul>${flagged.map((each) => flaggedLink(each, nth, policy))}</ul></nav>`}
<ol class="turns">${turns}</ol>
</details>
</article>`
}

function facts({ place, reward }: Conversation, findings: readonly CallFinding[]): Html {
  const flagged = findings.filter(isFlagged).length
  return html`<span class="facts">${count(findings.length, 'call')}, ${
    flagged > 0 ? html`<strong>${flagged.toLocaleString('en')} flagged</strong>` : 'none flagged'
  }${reward !== undefined && html`, reward ${reward}`} <span class="place">${place.file}:${place.line}</span></span>`
}

/** Where a flagged call stands, with what it is flagged for. */
function flaggedLink(
  { entry, toolName, origins, policies }: CallFinding,
  nth: number,
  policy: string | undefined,
): Html {
  const would = policy === undefined ? undefined : policies[policy]
  const unseen = origins.filter(({ stance }) => stance === 'UNSUPPORTED').slice(0, MOST_TOLD)
  const told = unseen.map(({ argName, value }) => html` ${argName} <code>${value}</code>`)
  return html`<li><a href="#${callId(nth, entry)}">${would && rungLabel(would.intervention)} <code>${toolName}</code>${told}</a></li>`
}

/** The entries that flagged calls are about: they, and where their other arguments came from. */
function neededBy(flagged: readonly CallFinding[]): ReadonlySet<number> {
  return new Set(
    flagged.flatMap(({ entry, origins }) => [
      entry,
      ...origins.flatMap(({ places }) => places.map((place) => place.entry)),
    ]),
  )
}

/** All turns of a conversation, or of a large one those that are needed. */
function withinSize(steps: readonly Step[], turns: readonly Html[], needed: ReadonlySet<number>): Html[] {
  if (turns.reduce((size, { markup }) => size + markup.length, 0) <= LARGEST_WHOLE) return [...turns]
  const kept: Html[] = []
  let leftOut = 0
  for (const [at, step] of steps.entries()) {
    if (!entriesOf(step).some((entry) => needed.has(entry))) {
      leftOut++
      continue
    }
    if (leftOut > 0) kept.push(stepsLeftOut(leftOut))
    leftOut = 0
    kept.push(turns[at] as Html)
  }
  if (leftOut > 0) kept.push(stepsLeftOut(leftOut))
  return kept
}

function entriesOf(step: Step): number[] {
  if (step.kind === 'task') return [step.at]
  if (step.kind === 'call') return [step.at, ...step.results.map(({ at }) => at)]
  return step.kind === 'result' ? [step.result.at] : []
}
