import type { ReplayReport, ToolTotals } from '@handrail/eval'
import type { Io } from '../io.ts'
import { bytes, count, counted, percent } from '../output/numbers.ts'
import { quoted, safe } from '../output/safe.ts'
import { table } from '../output/table.ts'
import { wrapped } from '../output/wrapped.ts'
import { flaggedCall } from './flagged-call.ts'

/** What of a report is shown. */
export interface ReplayView {
  /** The recordings, for hints; none where they are not known. */
  readonly files: readonly string[]
  /** Whether the first flagged calls are listed. */
  readonly listsFlags: boolean
}

const MOST_TOOLS = 15
const MOST_FLAGS = 8
const RUNGS = ['OBSERVE', 'WARN', 'BLOCK', 'DEFER'] as const

/** A replay as text. */
export function replayReport(report: ReplayReport, { files, listsFlags }: ReplayView, io: Io): string {
  const { colours, width } = io.out
  const options = { width, bold: colours.bold }
  const parts = [
    summary(report)
      .map((line) => wrapped(line, width))
      .join('\n'),
    `${colours.bold('What each policy would have done with them')}\n${policies(report, options)}`,
  ]
  if (report.totals.changing > 0)
    parts.push(`${colours.bold('Tools that change something')}\n${tools(report, options)}`)
  const guessed = report.tools.filter(({ effectFrom }) => effectFrom.default > 0)
  if (guessed.length > 0)
    parts.push(
      `Taken to read, because no verb in the name says what they do: ${listOf(guessed.map(({ tool }) => tool))}.\nSay what they do in handrail.toml, in [tools.NAME] effect = "write".`,
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
  const share = judged > 0 ? ` (${percent(flagged / judged)} of the judged)` : ''
  const failed = faults > 0 ? ` ${counted(faults, 'call')} could not be judged.` : ''
  return [
    `${counted(calls, 'call')} in ${counted(conversations, 'conversation')}${read > 0 ? ` (${bytes(read)})` : ''}: ${count(changing)} change something, ${count(judged)} of them hold an id that was judged, ${count(flagged)} are flagged${share}.${failed}`,
    ...(successful.conversations > 0
      ? [
          `In ${counted(successful.conversations, 'run')} that reached the goal: ${count(successful.judged)} judged, ${count(successful.flagged)} flagged.`,
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

function tools(
  { tools, callsOfOtherTools }: ReplayReport,
  options: { width: number; bold: (text: string) => string },
): string {
  const changing = tools
    .filter((tool) => tool.changing > 0)
    .sort((a, b) => b.flagged - a.flagged || b.changing - a.changing)
  const rows = changing
    .slice(0, MOST_TOOLS)
    .map((tool) => [
      safe(tool.tool),
      mostly(tool.effects),
      knownBy(tool),
      count(tool.changing),
      count(tool.judged),
      count(tool.flagged),
      flaggedArgs(tool),
    ])
  const columns = [
    { title: 'tool', shrinks: true },
    { title: 'effect' },
    { title: 'known by', shrinks: true },
    ...['calls', 'judged', 'flagged'].map((title) => ({ title, align: 'right' as const })),
    { title: 'flagged arguments', shrinks: true },
  ]
  const left = changing.length - rows.length
  const others =
    callsOfOtherTools > 0 ? `, and ${counted(callsOfOtherTools, 'call')} of tools that are not listed` : ''
  const more = left > 0 || others ? `\n  and ${counted(left, 'more tool')}${others}: --json lists them` : ''
  return `${table(columns, rows, options)}${more}`
}

function mostly(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0])[0]
}

function knownBy({ effectFrom }: ToolTotals): string {
  const words = { traits: 'declared', annotations: 'its server', name: 'its name', default: 'a guess' }
  return words[mostly(effectFrom) as keyof typeof words] ?? ''
}

function flaggedArgs({ args }: ToolTotals): string {
  return args
    .filter(({ stances }) => stances.UNSUPPORTED > 0)
    .map(({ arg, stances }) => `${safe(arg)} ${count(stances.UNSUPPORTED)}`)
    .join(', ')
}

/** The first few names. */
function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 8).map(safe).join(', ')
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown
}

/** What a user may want to do now. */
function next({ flagged }: ReplayReport, files: readonly string[]): string[] {
  if (files.length === 0) return []
  const [first] = flagged.listed
  const shown = files.length === 1 ? quoted(files[0] as string) : '<files>'
  const explain = first
    ? [
        `  handrail explain ${quoted(first.place.file)} ${quoted(`${first.conversation}#${first.call}`)}   where each argument came from`,
      ]
    : []
  return [
    [
      'Next:',
      ...explain,
      `  handrail calibrate ${shown}   how often this is right, and the policy to choose`,
    ].join('\n'),
  ]
}
