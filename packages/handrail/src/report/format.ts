import type { Share } from '@handrail/eval'
import { type Html, html } from './html/html.ts'

/** A number with its thousands set apart. */
export function number(n: number): string {
  return n.toLocaleString('en')
}

/** A number of things: `1 call`, `2 calls`. */
export function count(n: number, word: string): string {
  return `${number(n)} ${word}${n === 1 ? '' : 's'}`
}

/** It stays with its number. */
const UNIT = '\u00a0%'

/** A rate in percent: three digits below 10 %, so that rare things do not become nothing. */
export function percent(rate: number): string {
  const of100 = rate * 100
  if (of100 === 0) return `0${UNIT}`
  if (of100 < 0.01) return `< 0.01${UNIT}`
  const digits = of100 < 1 ? 2 : of100 < 10 ? 1 : 0
  // What rounds to all is not all.
  if (rate < 1 && of100 >= 99.5) return `> 99.5${UNIT}`
  return `${of100.toFixed(digits)}${UNIT}`
}

/** The ends of an interval in percent. */
export function interval({ of, low, high }: Pick<Share, 'of' | 'low' | 'high'>): string {
  return of === 0 ? '–' : `${percent(low).replace(UNIT, '')}–${percent(high)}`
}

/** A rate with its interval, or a dash where nothing was counted. */
export function shareText(share: Share): Html {
  if (share.rate === null) return html`<span class="none">–</span>`
  return html`${percent(share.rate)} <span class="interval">${interval(share)}</span>`
}
