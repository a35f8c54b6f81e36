import { type Html, html } from '../html/html.ts'
import { textOfEntry } from '../text/entry-text.ts'
import type { Folding } from '../text/fold.ts'
import { markedText } from '../text/marked-text.ts'
import { callCard, resultPart } from './call.ts'
import type { Citations } from './citations.ts'
import type { Step } from './steps.ts'

const ofPeople: Folding = { whole: 24, lead: 10 }
/** Instructions are folded away but for what is cited. */
const ofSystem: Folding = { whole: 2, lead: 1 }

/** What the turns of one conversation need. */
export interface TurnContext {
  readonly citations: Citations
  /** A link to the conversation in the page that has these instructions already. */
  readonly sameInstructions: (text: string) => Html | undefined
  /** The policy whose rungs give the calls their colours. */
  readonly policy: string | undefined
  /** The name of a call in the page, by its entry. */
  idOf(entry: number): string
}

/** One step of a conversation. */
export function turn(step: Step, { citations, sameInstructions, policy, idOf }: TurnContext): Html {
  switch (step.kind) {
    case 'task': {
      const system = step.entry.role === 'system'
      const text = textOfEntry(step.entry)
      const marks = citations.marksOf(step.at)
      return system
        ? line('system', 'System', markedText(text, marks, ofSystem, sameInstructions(text)))
        : line('user', 'User', markedText(text, marks, ofPeople))
    }
    case 'said':
      return line('assistant', 'Assistant', markedText(step.said.text, [], ofPeople))
    case 'opaque':
      return line(
        'opaque',
        'Unknown',
        step.reason === 'lost'
          ? html`<p class="aside">Earlier history was lost here, so that absence proves nothing from here on.</p>`
          : html`<p class="aside">Something that cannot be read, such as an image.</p>`,
      )
    case 'call':
      return line('tool', 'Call', callCard({ ...step, id: idOf(step.at), policy }, citations))
    case 'result':
      return line(
        'tool',
        'Result',
        html`<section class="call"><header><h4>${step.result.entry.toolName}</h4><span class="status">no call asked for this</span></header>${resultPart(step.result, citations)}</section>`,
      )
  }
}

function line(kind: string, who: string, content: Html): Html {
  return html`<li class="turn" data-kind="${kind}"><span class="who">${who}</span><div class="what">${content}</div></li>`
}

/** In the place of steps that were left out. */
export function stepsLeftOut(count: number): Html {
  return html`<li class="turn" data-kind="left-out"><span class="who"></span><p class="what left-out">${count.toLocaleString('en')} ${count === 1 ? 'step is' : 'steps are'} not in this page</p></li>`
}
