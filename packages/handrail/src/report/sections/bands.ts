import type { Range } from '@handrail/eval'
import { bandChart } from '../charts/band-chart.ts'
import type { BandFigures, BandPoint } from '../figures/calibration.ts'
import { count, percent } from '../format.ts'
import { type Html, html } from '../html/html.ts'
import { type Column, table } from '../tables/table.ts'

/** Whether acting would have paid: a band for each policy, or for several that come to the same. */
export function bandsPart(bands: readonly BandFigures[], idle: readonly string[]): Html {
  const ends = bands.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]))
  const extent = [Math.min(0, ...ends), Math.max(0, ...ends)] as const
  const assumed = bands[0]?.assumed
  return html`<h3>Whether acting would have paid</h3>
<p>Tasks won or lost for 1,000 judged calls, against the share of truly made-up values that mattered to the outcome. Nobody labelled these runs, so it is a band, which also allows for how few calls were seen: the truth lies somewhere in it. Dashed is where the counted calls alone break even.</p>
${assumed && html`<p>Assumed of flagged values: ${range(assumed.minted)} truly made up. Assumed of those that mattered: ${range(assumed.recovered)} recovered by withholding the call.</p>`}
${idle.length > 0 && html`<p>${idle.join(', ')}: every call runs, so there is nothing to win and nothing to pay for.</p>`}
<div class="bands">${bands.map((band, nth) => figure(band, extent, nth))}</div>`
}

function figure(band: BandFigures, extent: readonly [number, number], nth: number): Html {
  return html`<figure><figcaption id="band-${nth}"><strong>${band.policies.join(', ')}</strong> ${breakEvenText(band)}</figcaption>
${bandChart(band, extent, `band-${nth}`)}
<p class="axis" aria-hidden="true">share of mints that mattered →</p>
<details class="data"><summary>Data of this chart</summary>${bandTable(band, nth)}</details></figure>`
}

function breakEvenText({ withheld, breakEven: { best, worst } }: BandFigures): string {
  const held = withheld === 0 ? 'withholds none of these calls' : `withholds ${count(withheld, 'call')}`
  if (best === null) return `${held} and never pays under what was assumed`
  const most = worst === null ? 'and at worst never' : `and at worst from ${percent(worst)} on`
  return `${held}; pays at best from ${percent(best)} on, ${most}`
}

function bandTable({ policies, points }: BandFigures, nth: number): Html {
  const columns: Column<BandPoint>[] = [
    { title: 'Share that mattered', head: true, cell: ({ mattered }) => percent(mattered) },
    { title: 'At worst', numeric: true, cell: ({ low }) => signed(low) },
    { title: 'At best', numeric: true, cell: ({ high }) => signed(high) },
  ]
  const caption = `Net effect of ${policies.join(', ')}, in tasks by 1,000 judged calls`
  return table(caption, columns, points, `band-table-${nth}`)
}

function signed(value: number): string {
  return `${value < 0 ? '−' : value > 0 ? '+' : ''}${Math.abs(value).toFixed(2)}`
}

function range([low, high]: Range): string {
  return low === high ? percent(low) : `${percent(low)} to ${percent(high)}`
}
