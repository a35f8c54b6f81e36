import type { ArgProvenance, ArgumentOrigin } from '@handrail/core'
import type { CallFinding } from '@handrail/eval'
import { type Html, html } from '../html/html.ts'
import { textOfValue } from '../text/entry-text.ts'
import { markedText } from '../text/marked-text.ts'
import type { Citations } from './citations.ts'
import { originLinks } from './origin-links.ts'

/** So many arguments of a call are shown; those that were judged come before the others then. */
const MOST = 40
const folding = { whole: 8, lead: 4 }

interface Judged {
  readonly arg: ArgProvenance
  readonly origin: ArgumentOrigin
}

/** The arguments of a call, those that were judged with where they came from. */
export function argumentList(args: unknown, finding: CallFinding | undefined, citations: Citations): Html {
  const judged = judgedArgs(finding)
  const all = membersOf(args)
  const first =
    all.length > MOST ? all.toSorted((a, b) => Number(judged.has(b[0])) - Number(judged.has(a[0]))) : all
  const rest = all.length - MOST
  if (all.length === 0) return html`<p class="no-arguments">no arguments</p>`
  return html`<dl class="arguments">${first.slice(0, MOST).map(([name, value]) => row(name, value, judged.get(name), citations))}</dl>${
    rest > 0 && html`<p class="left-out">${rest} more arguments are not in this page</p>`
  }`
}

function row(name: string, value: unknown, judged: Judged | undefined, citations: Citations): Html {
  const text = textOfValue(value)
  const unseen = judged?.origin.stance === 'UNSUPPORTED'
  return html`<div class="argument"${unseen && html` data-unseen`}><dt>${name}</dt><dd class="value">${markedText(text, [], folding)}</dd>${
    judged && html`<dd>${originLinks(judged.arg, judged.origin, citations)}</dd>`
  }</div>`
}

/** What was judged, by the name of the argument. Origins stand in the order of the arguments, without those not judged. */
function judgedArgs(finding: CallFinding | undefined): Map<string, Judged> {
  const judged = new Map<string, Judged>()
  if (!finding) return judged
  const args = finding.verdict.args.filter(({ stance }) => stance !== 'ABSTAIN')
  for (const [nth, arg] of args.entries()) {
    const origin = finding.origins[nth]
    if (origin) judged.set(arg.argName, { arg, origin })
  }
  return judged
}

/** The arguments as a guard takes them: the members of an object, or all of it as `input`. */
function membersOf(args: unknown): [name: string, value: unknown][] {
  if (typeof args === 'object' && args !== null && !Array.isArray(args)) return Object.entries(args)
  return args === undefined || args === null ? [] : [['input', args]]
}
