import type { Shown } from '../conversation/choose.ts'
import { count, number } from '../format.ts'
import { type Html, html } from '../html/html.ts'

/** What is not in the page, and why. */
export interface LeftOut {
  /** Conversations that were looked at and are not shown. */
  readonly conversations: number
  /** Flagged calls in them. */
  readonly flaggedCalls: number
}

/** The conversations, from their beginning to their end. */
export function conversationsSection(shown: readonly Shown[], leftOut: LeftOut): Html {
  return html`<section id="conversations" aria-labelledby="conversations-name">
<h2 id="conversations-name">Conversations</h2>
<p class="lead">${shown.length > 0 && html`Point at an argument, or move to it by keyboard, to see where its value came from; follow it to go there, and press Escape to come back. `}${leftOutText(shown, leftOut)}</p>
${shown.map(({ article }) => article)}
</section>`
}

function leftOutText(shown: readonly Shown[], { conversations, flaggedCalls }: LeftOut): string {
  if (conversations === 0) return ''
  const which =
    shown.length > 0
      ? `${number(shown.length)} of ${count(shown.length + conversations, 'conversation')} are here, those with the gravest flags first.`
      : 'None is in this page.'
  return flaggedCalls > 0
    ? `${which} ${count(flaggedCalls, 'flagged call')} had no room: \`handrail explain\` shows any call.`
    : `${which} No flagged call was left out.`
}
