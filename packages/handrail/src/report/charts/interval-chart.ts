import type { Share } from '@handrail/eval'
import { axisX, dot, gridX, link, type PlotOptions, ruleX, text } from '@observablehq/plot'
import type { Html } from '../html/html.ts'
import { type ChartWords, draw, type Fit } from './draw.ts'
import { chartLabel } from './label.ts'

/** One row of a chart: a rate and between which rates the truth lies. */
export interface IntervalRow {
  /** From the general to the particular. */
  readonly label: readonly string[]
  readonly share: Share
}

const ROW = { wide: 24, narrow: 40 } as const
const LONGEST_LABEL = { wide: 38, narrow: 32 } as const

/** Rates with their exact intervals, one below the other. A row of which nothing was counted has a name and no mark. */
export function intervalChart(rows: readonly IntervalRow[], words: ChartWords): Html {
  const counted = rows.filter(({ share }) => share.rate !== null)
  const most = Math.max(0.02, ...counted.map(({ share }) => share.high))
  return draw(words, { wide: 760, narrow: 300 }, (fit) =>
    options(rows, counted, Math.min(1, most * 1.02), fit),
  )
}

function options(
  rows: readonly IntervalRow[],
  counted: readonly IntervalRow[],
  most: number,
  fit: Fit,
): PlotOptions {
  const narrow = fit === 'narrow'
  const y = (row: IntervalRow) => String(rows.indexOf(row))
  const marginTop = 26
  const marginBottom = 8
  return {
    height: rows.length * ROW[fit] + marginTop + marginBottom,
    marginTop,
    marginBottom,
    marginLeft: narrow ? 6 : 262,
    marginRight: narrow ? 16 : 92,
    x: { domain: [0, most], label: null },
    y: { type: 'band', domain: rows.map(y), axis: null, padding: 0 },
    marks: [
      gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: narrow ? 4 : 6 }),
      axisX({
        anchor: 'top',
        ticks: narrow ? 4 : 6,
        tickSize: 0,
        tickFormat: (value: number) => `${Number((value * 100).toPrecision(3))} %`,
        fill: 'var(--muted)',
      }),
      ruleX([0], { stroke: 'var(--edge)' }),
      link(counted, {
        x1: ({ share }: IntervalRow) => share.low,
        x2: ({ share }: IntervalRow) => share.high,
        y1: y,
        y2: y,
        stroke: 'var(--chart-soft)',
        strokeWidth: 5,
        dy: narrow ? 8 : 0,
      }),
      dot(counted, {
        x: ({ share }: IntervalRow) => share.rate ?? 0,
        y,
        r: 3.5,
        fill: 'var(--chart)',
        stroke: 'var(--surface)',
        strokeWidth: 1.5,
        dy: narrow ? 8 : 0,
      }),
      text(rows, {
        y,
        text: ({ label }: IntervalRow) => chartLabel(label, LONGEST_LABEL[fit]),
        ...(narrow
          ? { frameAnchor: 'left', textAnchor: 'start', dy: -8 }
          : { frameAnchor: 'left', textAnchor: 'end', dx: -12 }),
        fill: 'var(--ink)',
      }),
      text(rows, {
        y,
        text: ({ share }: IntervalRow) =>
          `${share.hits.toLocaleString('en')} of ${share.of.toLocaleString('en')}`,
        ...(narrow
          ? { frameAnchor: 'right', textAnchor: 'end', dy: -8 }
          : { frameAnchor: 'right', textAnchor: 'start', dx: 12 }),
        fill: 'var(--muted)',
        stroke: 'var(--ground)',
        strokeWidth: 5,
      }),
    ],
  }
}
