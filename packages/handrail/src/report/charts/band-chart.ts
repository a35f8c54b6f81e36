import { areaY, axisX, axisY, gridY, lineY, type PlotOptions, ruleX, ruleY, text } from '@observablehq/plot'
import type { BandFigures } from '../figures/calibration.ts'
import type { Html } from '../html/html.ts'
import { draw, type Fit } from './draw.ts'

/**
 * Between which values the net effect of a policy lies, against the share of true mints that mattered. It is a band and
 * never a line: where nobody labelled the runs, nobody knows where in it the truth lies.
 *
 * @param extent the smallest and the largest value of all bands that are compared, which share a scale.
 */
export function bandChart(band: BandFigures, extent: readonly [number, number], describedBy: string): Html {
  const label = `Net effect of ${band.policies.join(', ')} against the share of mints that mattered`
  return draw({ label, describedBy }, { wide: 450, narrow: 300 }, (fit) => options(band, extent, fit))
}

function options(
  { points, breakEven }: BandFigures,
  extent: readonly [number, number],
  fit: Fit,
): PlotOptions {
  const marks = [
    { at: breakEven.best, word: 'at best' },
    { at: breakEven.worst, word: 'at worst' },
  ].filter((mark): mark is { at: number; word: string } => mark.at !== null)
  const percentOf = (value: number) => `${Math.round(value * 100)} %`
  return {
    height: 220,
    marginTop: 28,
    marginBottom: 26,
    marginLeft: 48,
    marginRight: 24,
    x: { domain: [0, 1], label: null },
    y: { domain: [...extent], label: null, nice: true },
    marks: [
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      axisY({ ticks: 5, tickSize: 0, fill: 'var(--muted)' }),
      axisX({ ticks: fit === 'wide' ? 5 : 4, tickSize: 0, tickFormat: percentOf, fill: 'var(--muted)' }),
      areaY(points, { x: 'mattered', y1: 'low', y2: 'high', fill: 'var(--chart-soft)', fillOpacity: 0.55 }),
      lineY(points, { x: 'mattered', y: 'low', stroke: 'var(--chart)', strokeWidth: 1.25 }),
      lineY(points, { x: 'mattered', y: 'high', stroke: 'var(--chart)', strokeWidth: 1.25 }),
      ruleY([0], { stroke: 'var(--ink)', strokeWidth: 1 }),
      ruleX(marks, { x: 'at', stroke: 'var(--doubt)', strokeDasharray: '4 3', strokeWidth: 1.5 }),
      ...marks.map((mark) =>
        text([mark], {
          x: 'at',
          // A label at an end stays within the picture.
          textAnchor: mark.at > 0.85 ? 'end' : mark.at < 0.15 ? 'start' : 'middle',
          text: ({ at, word }: { at: number; word: string }) => `${percentOf(at)} ${word}`,
          frameAnchor: 'top',
          dy: -12,
          fill: 'var(--doubt)',
          fontWeight: 600,
        }),
      ),
    ],
  }
}
