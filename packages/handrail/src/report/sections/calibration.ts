import { type IntervalRow, intervalChart } from '../charts/interval-chart.ts'
import type { CalibrationFigures, DifferenceFigures, RecommendationFigures } from '../figures/calibration.ts'
import { count, number, percent, shareText } from '../format.ts'
import { type Html, html } from '../html/html.ts'
import { type Column, table } from '../tables/table.ts'
import { bandsPart } from './bands.ts'

/** So many rows are drawn, and so many are in the table beside. */
const MOST_DRAWN = 24
const MOST_LISTED = 300

/** What a calibration measured: how often values are flagged, how many seeded mints are found, and whether acting pays. */
export function calibrationSection(figures: CalibrationFigures): Html {
  const { conversations, confidenceLevel, recall, rates, bands, idle, differences, recommendation } = figures
  return html`<section id="calibration" aria-labelledby="calibration-name">
<h2 id="calibration-name">Calibration</h2>
<p class="lead">Measured on ${count(conversations, 'conversation')}. The bars are exact (Clopper-Pearson) intervals at ${percent(confidenceLevel)}; the dot is what was counted.</p>
${recommended(recommendation)}
${rates.length > 0 && flagRates(rates)}
${recall.families.length > 0 && recallFigure(recall)}
${bandsPart(bands, idle)}
${differences.length > 0 && differencesTable(differences)}
</section>`
}

function recommended({ handler, reason, effects }: RecommendationFigures): Html {
  const head = handler === 'observe' ? 'Stay at OBSERVE' : `Let the guard act: handler "${handler}"`
  return html`<div class="recommendation"><h3>${head}</h3>${!effects.some((each) => each.reason === reason) && html`<p>${reason}</p>`}<dl>${effects.map(
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
    ...families.map(({ family, share }) => ({ label: [family], share })),
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

function differencesTable(differences: readonly DifferenceFigures[]): Html {
  const [first] = differences
  const columns: Column<DifferenceFigures>[] = [
    { title: 'Policy', head: true, cell: ({ to }) => to },
    { title: 'Withholds more', numeric: true, cell: ({ withheld }) => number(withheld) },
    { title: 'Lets run', numeric: true, cell: ({ released }) => number(released) },
    { title: 'Runs under both, on another rung', numeric: true, cell: ({ otherwise }) => number(otherwise) },
  ]
  return table(
    `What other policies would have done otherwise than ${first?.from}, in calls`,
    columns,
    differences,
    'differences',
  )
}
