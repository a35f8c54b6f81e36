import { bandChart } from '../charts/band-chart.ts'
import { type IntervalRow, intervalChart } from '../charts/interval-chart.ts'
import type { BandFigures, CalibrationFigures, RecommendationFigures } from '../figures/calibration.ts'
import { count, number, percent, shareText } from '../format.ts'
import { type Html, html } from '../html/html.ts'
import { type Column, table } from '../tables/table.ts'

/** So many rows are drawn, and so many are in the table beside. */
const MOST_DRAWN = 24
const MOST_LISTED = 300

/** What a calibration measured: how often values are flagged, how many seeded mints are found, and whether acting pays. */
export function calibrationSection(figures: CalibrationFigures): Html {
  const { conversations, confidenceLevel, recall, rates, bands, recommendation } = figures
  return html`<section id="calibration" aria-labelledby="calibration-name">
<h2 id="calibration-name">Calibration</h2>
<p class="lead">Measured on ${count(conversations, 'conversation')}. The bars are exact (Clopper-Pearson) intervals at ${percent(confidenceLevel)}; the dot is what was counted.</p>
${recommended(recommendation)}
${rates.length > 0 && flagRates(rates)}
${recall.families.length > 0 && recallFigure(recall)}
${bands.length > 0 && bandsFigure(bands)}
</section>`
}

function recommended({ handler, reason, effects }: RecommendationFigures): Html {
  const head = handler === 'observe' ? 'Stay at OBSERVE' : `Let the guard act: handler "${handler}"`
  return html`<div class="recommendation"><h3>${head}</h3><p>${reason}</p><dl>${effects.map(
    (each) =>
      html`<div><dt>${each.effect}: at most ${each.ceiling}</dt><dd>${each.reason}${each.missing && html` <em>${each.missing}</em>`}</dd></div>`,
  )}</dl></div>`
}

function flagRates(rates: CalibrationFigures['rates']): Html {
  const rows = rates.map(({ tool, argument, share }) => ({ label: [tool, argument], share }))
  const drawn = rows.slice(0, MOST_DRAWN)
  const chart = intervalChart(drawn, {
    label: 'Flag rate by tool and argument, with intervals',
    describedBy: 'rates-table-caption',
  })
  const more = rows.length - drawn.length
  return figure(
    'How often values are flagged as they are',
    html`The share of judged values that were found nowhere, by tool and argument.${more > 0 && html` The ${number(drawn.length)} with the most flags and judged values are drawn, the others are in the table.`}`,
    chart,
    shareTable(
      'Flag rate by tool and argument',
      'Argument',
      'Flagged',
      'Judged',
      rows.slice(0, MOST_LISTED),
      'rates-table',
    ),
  )
}

function recallFigure({ all, families }: CalibrationFigures['recall']): Html {
  const rows = [
    { label: ['all families'], share: all },
    ...families.map(({ family, share }) => ({ label: [family.replaceAll(/[_-]/g, ' ')], share })),
  ]
  return figure(
    'How many made-up values are found',
    html`Values of these recordings were replaced by made-up ones, one at a time. The share that was flagged, by the way in which they were made up.`,
    intervalChart(rows, {
      label: 'Recall by family of made-up values, with intervals',
      describedBy: 'recall-table-caption',
    }),
    shareTable('Recall by family', 'Family', 'Flagged', 'Injected', rows, 'recall-table'),
  )
}

function bandsFigure(bands: readonly BandFigures[]): Html {
  const acting = bands.filter(({ withheld }) => withheld > 0)
  const idle = bands.filter(({ withheld }) => withheld === 0).map(({ policy }) => policy)
  const ends = acting.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]))
  const extent = [Math.min(0, ...ends), Math.max(0, ...ends)] as const
  return html`<h3>Whether acting would have paid</h3>
<p>Tasks won or lost for 1,000 judged calls, against the share of truly made-up values that mattered to the outcome. Nobody labelled these runs, so it is a band: the truth lies somewhere in it. Dashed is where a policy breaks even.</p>
${idle.length > 0 && html`<p>${idle.join(', ')}: withholds nothing in these recordings, so there is nothing to win or to pay for.</p>`}
<div class="bands">${acting.map(
    (
      band,
      nth,
    ) => html`<figure><figcaption id="band-${nth}"><strong>${band.policy}</strong>, ${breakEvenText(band)}</figcaption>${bandChart(band, extent, `band-${nth}`)}<p class="axis" aria-hidden="true">share of mints that mattered →</p>
<details class="data"><summary>Data of this chart</summary>${bandTable(band, nth)}</details></figure>`,
  )}</div>`
}

function breakEvenText({ withheld, breakEven: { best, worst } }: BandFigures): string {
  const held = `${count(withheld, 'call')} withheld`
  if (best === null) return `${held}: it never pays under what was assumed`
  const most = worst === null ? 'at worst it never does' : `at worst from ${percent(worst)} on`
  return `${held}: pays at best from ${percent(best)} on, ${most}`
}

function bandTable({ policy, points }: BandFigures, nth: number): Html {
  const columns: Column<BandFigures['points'][number]>[] = [
    { title: 'Share that mattered', head: true, cell: ({ mattered }) => percent(mattered) },
    { title: 'At worst', numeric: true, cell: ({ low }) => signed(low) },
    { title: 'At best', numeric: true, cell: ({ high }) => signed(high) },
  ]
  return table(`Net effect of ${policy}, tasks by 1,000 judged calls`, columns, points, `band-table-${nth}`)
}

function signed(value: number): string {
  return `${value < 0 ? '−' : value > 0 ? '+' : ''}${Math.abs(value).toFixed(2)}`
}

function shareTable(
  caption: string,
  name: string,
  hits: string,
  of: string,
  rows: readonly IntervalRow[],
  id: string,
): Html {
  const columns: Column<IntervalRow>[] = [
    {
      title: name,
      head: true,
      sortBy: ({ label }) => label.join(' '),
      cell: ({ label }) => label.join(' · '),
    },
    {
      title: hits,
      numeric: true,
      sortBy: ({ share }) => share.hits,
      cell: ({ share }) => number(share.hits),
    },
    { title: of, numeric: true, sortBy: ({ share }) => share.of, cell: ({ share }) => number(share.of) },
    {
      title: 'Rate and interval',
      sortBy: ({ share }) => share.rate ?? -1,
      cell: ({ share }) => shareText(share),
    },
  ]
  return table(caption, columns, rows, id)
}

function figure(title: string, text: Html, chart: Html, data: Html): Html {
  return html`<figure><figcaption><h3>${title}</h3><p>${text}</p></figcaption>${chart}
<details class="data"><summary>Data of this chart</summary>${data}</details></figure>`
}
