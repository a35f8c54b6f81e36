import type { Intervention, KnownEffect } from '@handrail/core'
import type { CallFinding, WouldBe } from '@handrail/eval'
import { type Html, html, trusted } from './html/html.ts'

/** The four rungs, the gentlest first. */
export const RUNGS: readonly Intervention[] = ['OBSERVE', 'WARN', 'BLOCK', 'DEFER']

/** A form for each rung, so that it is known without its colour. */
const signs: Readonly<Record<Intervention, string>> = { OBSERVE: '○', WARN: '▲', BLOCK: '■', DEFER: '◆' }

/** What a rung does, in a few words. */
export const MEANINGS: Readonly<Record<Intervention, string>> = {
  OBSERVE: 'the call runs and is recorded',
  WARN: 'the call runs and the model reads a note',
  BLOCK: 'the call does not run and the model reads why',
  DEFER: 'the call does not run until someone is asked',
}

/** A rung by its name, its sign and its colour. */
export function rungLabel(rung: Intervention): Html {
  return html`<span class="rung" data-rung="${rung}" title="${MEANINGS[rung]}">${sign(rung)} ${rung}</span>`
}

/** A rung with a number, where its name stands elsewhere too. */
export function rungCount(rung: Intervention, count: number): Html {
  return html`<span class="rung" data-rung="${rung}" title="${rung}">${sign(rung)} ${count.toLocaleString('en')}<span class="sr"> ${rung}</span></span>`
}

function sign(rung: Intervention): Html {
  return html`<span class="sign" aria-hidden="true">${trusted(signs[rung])}</span>`
}

/** Whether a value of the call, or a part of one, was found nowhere. */
export function isFlagged({ verdict }: CallFinding): boolean {
  return verdict.unsupported.length > 0
}

/** Whether an argument of the call was judged. */
export function isJudged({ verdict }: CallFinding): boolean {
  return verdict.args.some(({ stance }) => stance !== 'ABSTAIN')
}

/** How far up the ladder a call gets under any policy, from 0. */
export function rankOf({ policies }: CallFinding): number {
  return Math.max(0, ...Object.values(policies).map(({ intervention }) => RUNGS.indexOf(intervention)))
}

/** Policies that would have done the same with a call, the gentlest rung first. */
export function byRung(
  policies: Readonly<Record<string, WouldBe>>,
): readonly { readonly rung: Intervention; readonly names: readonly string[] }[] {
  return RUNGS.map((rung) => ({
    rung,
    names: Object.keys(policies).filter((name) => policies[name]?.intervention === rung),
  })).filter(({ names }) => names.length > 0)
}

/** How the effect of a tool is known, in words that follow the effect. */
export const KNOWN_BY: Readonly<Record<KnownEffect['from'], string>> = {
  traits: 'declared',
  annotations: 'says its server',
  name: 'by its name',
  default: 'assumed',
}
