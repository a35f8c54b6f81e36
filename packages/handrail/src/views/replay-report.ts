import type { ReplayReport } from '@handrail/eval'
import type { Io } from '../io.ts'
import { fileWord, fileWords, type Hint, hints } from '../output/hints.ts'
import { bytes, count, counted, percent } from '../output/numbers.ts'
import { quoted, safe } from '../output/safe.ts'
import { table } from '../output/table.ts'
import { wrapped } from '../output/wrapped.ts'
import { flaggedCall } from './flagged-call.ts'
import { toolsTold } from './replayed-tools.ts'

/** What of a report is shown. */
export interface ReplayView {
  /** The recordings, for hints; none where they are not known. */
  readonly files: readonly string[]
  /** Whether the first flagged calls are listed. */
  readonly listsFlags: boolean
}

const MOST_FLAGS = 8
const RUNGS = ['OBSERVE', 'WARN', 'BLOCK', 'DEFER'] as const

const LEGEND = [
  'OBSERVE and WARN let a call run, WARN with a note to the model. BLOCK and DEFER withhold it, DEFER until a person decides. "in good runs": withheld calls of runs that reached the goal.',
]

/** A replay as text. */
export function replayReport(report: ReplayReport, { files, listsFlags }: ReplayView, io: Io): string {
  const { colours, width } = io.out
  const options = { width, bold: colours.bold, dim: colours.dim }
  const parts = [
    summary(report)
      .map((line) => wrapped(line, width))
      .join('\n'),
    [
      colours.bold('What each policy would have done with them'),
      policies(report, options),
      ...LEGEND.map((line) => colours.dim(wrapped(line, width, '  '))),
    ].join('\n'),
  ]
  if (report.totals.changing > 0)
    parts.push(`${colours.bold('Tools that change something')}\n${toolsTold(report, options)}`)
  const guessed = report.tools.filter(({ effectFrom }) => effectFrom.default > 0)
  if (guessed.length > 0)
    parts.push(
      wrapped(
        `Taken to read, because no verb in the name says what they do: ${listOf(guessed.map(({ tool }) => tool))}. If one of them changes something, say so in handrail.toml: [tools.NAME] effect = "write".`,
        width,
      ),
    )
  const { listed, leftOut } = report.flagged
  if (listsFlags && listed.length > 0) {
    const shown = listed.slice(0, MOST_FLAGS)
    const all = listed.length + leftOut
    const title = all > shown.length ? `Flagged calls, ${shown.length} of ${count(all)}` : 'Flagged calls'
    parts.push([colours.bold(title), ...shown.map((call) => `  ${flaggedCall(call, io.out)}`)].join('\n'))
  }
  parts.push(...next(report, files))
  return `${parts.join('\n\n')}\n`
}

function summary({ totals }: ReplayReport): string[] {
  const { conversations, calls, bytes: read, changing, judged, flagged, faults, successful } = totals
  const share = judged > 0 ? ` (${percent(flagged / judged)})` : ''
  const why = flagged > 0 ? ': an id in them, or a part of one, was seen nowhere before the call' : ''
  const failed = faults > 0 ? ` ${counted(faults, 'call')} could not be judged.` : ''
  return [
    `${counted(calls, 'call')} in ${counted(conversations, 'conversation')}${read > 0 ? ` (${bytes(read)})` : ''}: ${count(changing)} change something, ${count(judged)} of these hold an id that was judged. ${count(flagged)} ${flagged === 1 ? 'is' : 'are'} flagged${share}${why}.${failed}`,
    ...(successful.conversations > 0
      ? [
          `In the ${counted(successful.conversations, 'run')} that reached the goal, ${count(successful.flagged)} of ${counted(successful.judged, 'judged call')} ${successful.flagged === 1 ? 'is' : 'are'} flagged.`,
        ]
      : []),
  ]
}

function policies(
  { policies }: ReplayReport,
  options: { width: number; bold: (text: string) => string },
): string {
  const columns = [
    { title: 'policy' },
    ...RUNGS.map((title) => ({ title, align: 'right' as const })),
    { title: 'withheld', align: 'right' as const },
    { title: 'in good runs', align: 'right' as const },
  ]
  const rows = policies.map(({ policy, calls, withheld, withheldOfSuccessful }) => [
    safe(policy),
    ...RUNGS.map((rung) => count(calls[rung])),
    count(withheld),
    count(withheldOfSuccessful),
  ])
  return table(columns, rows, options)
}

/** The first few names. */
function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 8).map(safe).join(', ')
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown
}

/** What a user may want to do now. */
function next({ flagged }: ReplayReport, files: readonly string[]): string[] {
  const traces = fileWords(files)
  if (traces === undefined) return []
  const [first] = flagged.listed
  const lines: Hint[] = [
    [`handrail calibrate ${traces}`, 'how often this is right, and the policy to choose'],
  ]
  if (first) {
    const call = `${fileWord(first.place.file)} ${quoted(`${first.conversation}#${first.call}`)}`
    lines.unshift([`handrail explain ${call}`, 'where each argument came from'])
  }
  return [`Next:\n${hints(lines)}`]
}
