import type { CalibrationReport, Share } from '@handrail/eval'
import type { Screen } from '../io.ts'
import { fileWord, fileWords, type Hint, hints } from '../output/hints.ts'
import { count, counted, percent, times } from '../output/numbers.ts'
import { safe } from '../output/safe.ts'
import { type Column, right, table } from '../output/table.ts'
import { wrapped } from '../output/wrapped.ts'
import { differencesTold, policiesTold } from './calibrated-policies.ts'

/** What of a calibration is told beside it. */
export interface CalibrationView {
  readonly files: readonly string[]
  /** Where the report was written. */
  readonly out: string | undefined
  /** What the policy of the user is called. */
  readonly own: string
}

const MOST_TOOLS = 15

/** A calibration as text: the recommendation first, then what it rests on. */
export function calibrationReport(report: CalibrationReport, view: CalibrationView, screen: Screen): string {
  const { colours, width } = screen
  const shown = { width, bold: colours.bold, dim: colours.dim }
  const level = `${Math.round(100 * report.confidenceLevel)} %`
  const part = (title: string, text: string) => `${colours.bold(title)}\n${text}`
  const parts = [
    wrapped(summary(report), width),
    part('Recommended', recommended(report, screen)),
    part(
      `How often calls are flagged as they were recorded, with ${level} intervals`,
      table(
        [
          { title: 'effect' },
          right('judged'),
          right('flagged'),
          right('rate'),
          { title: 'interval' },
          right('in good runs'),
        ],
        (['write', 'destructive'] as const).map((effect) => {
          const { judged, flagged, rate, rateInSuccessful } = report.effects[effect]
          return [
            effect,
            count(judged),
            count(flagged),
            ...shareCells(rate),
            `${count(rateInSuccessful.hits)} of ${count(rateInSuccessful.of)}`,
          ]
        }),
        shown,
      ),
    ),
    ...flaggedTools(report, shown).map((text) => part('Tools that were flagged', text)),
    part(
      `How many made-up ids are found, with ${level} intervals`,
      table(
        [
          { title: 'family', shrinks: true },
          right('made up'),
          right('found'),
          right('rate'),
          { title: 'interval' },
        ],
        [
          ...report.recall.families.map(({ family, recall }) => [safe(family), recall] as const),
          ['all', report.recall.all] as const,
        ]
          .filter(([, { of }]) => of > 0)
          .map(([family, recall]) => [family, count(recall.of), count(recall.hits), ...shareCells(recall)]),
        shown,
      ),
    ),
    part(
      'What each policy would do to solved tasks, by 1,000 judged calls',
      policiesTold(report, view.own, shown),
    ),
    ...differencesTold(report, view.own, width).map((text) => part('What would change', text)),
    next(report, view),
  ]
  return `${parts.join('\n\n')}\n`
}

function summary({ calls, conversations }: CalibrationReport): string {
  const { total, changing, judged, flagged } = calls
  return `${counted(total, 'call')} in ${counted(conversations.total, 'conversation')}, ${count(conversations.successful)} of which reached the goal: ${count(changing)} change something, ${count(judged)} of these hold an id that was judged. ${count(flagged)} ${flagged === 1 ? 'is' : 'are'} flagged.`
}

function recommended({ recommendation }: CalibrationReport, { colours, width }: Screen): string {
  const { handler, ceilings, reason, effects } = recommendation
  const paint = handler === 'observe' ? colours.yellow : colours.green
  return [
    `  ${paint(`handler = "${handler}", ceilings: write ${ceilings.write}, destructive ${ceilings.destructive}`)}`,
    // Where all of it is said again below, once is enough.
    ...(effects.some((effect) => effect.reason === reason) ? [] : [wrapped(safe(reason), width, '  ')]),
    ...effects.flatMap(({ effect, ceiling, reason: why, next }) => [
      wrapped(`${effect}: ${ceiling}. ${safe(why)}`, width, '  - '),
      ...(next && !why.includes(next.missing)
        ? [wrapped(`For ${next.rung}: ${safe(next.missing)}`, width, '    ')]
        : []),
    ]),
  ].join('\n')
}

function shareCells({ rate, low, high, of }: Share): string[] {
  if (rate === null || of === 0) return ['-', '-']
  return [percent(rate), `${percent(low)} to ${percent(high)}`]
}

function flaggedTools(
  { tools }: CalibrationReport,
  shown: { width: number; bold: (text: string) => string },
): string[] {
  const flagged = tools.filter((tool) => tool.flagged > 0).slice(0, MOST_TOOLS)
  if (flagged.length === 0) return []
  const columns: Column[] = [
    { title: 'tool', shrinks: true },
    { title: 'effect' },
    ...['judged', 'flagged', 'rate'].map(right),
    { title: 'interval' },
    { title: 'arguments', shrinks: true },
  ]
  const rows = flagged.map(({ name, effect, judged, flagged, rate, args }) => [
    ...[safe(name), effect, count(judged), count(flagged), ...shareCells(rate)],
    args
      .filter((arg) => arg.flagged > 0)
      .map((arg) => times(arg.name, arg.flagged))
      .join(', '),
  ])
  return [table(columns, rows, shown)]
}

function next({ recommendation }: CalibrationReport, { files, out }: CalibrationView): string {
  const traces = fileWords(files)
  const lines: Hint[] = []
  if (out === undefined && traces !== undefined)
    lines.push([`handrail calibrate ${traces} --out calibration.json`, 'keep the whole report'])
  lines.push([`handrail init --from ${fileWord(out ?? 'calibration.json')}`, 'write this into handrail.toml'])
  if (out !== undefined && traces !== undefined)
    lines.push([`handrail report ${traces} --calibration ${fileWord(out)}`, 'one page to look at'])
  const why =
    recommendation.handler === 'observe'
      ? 'Next: keep recording, with the handler observe, until there is enough evidence.'
      : 'Next:'
  return out === undefined && traces === undefined ? why : `${why}\n${hints(lines)}`
}
