import type { ReplayReport, ToolTotals } from '@handrail/eval'
import { count, counted, times } from '../output/numbers.ts'
import { safe } from '../output/safe.ts'
import { table } from '../output/table.ts'

const MOST_TOOLS = 15
const DECLARED = 'declared'

/** The tools that change something, those that are flagged most at first, as a table. */
export function toolsTold(
  { tools, callsOfOtherTools }: ReplayReport,
  options: { width: number; bold: (text: string) => string; dim: (text: string) => string },
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
  const legend = rows.some((cells) => cells.includes(DECLARED))
    ? `\n${options.dim(`  "${DECLARED}": the recording or handrail.toml says so.`)}`
    : ''
  return `${table(columns, rows, options)}${more}${legend}`
}

function mostly(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts).reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0])[0]
}

function knownBy({ effectFrom }: ToolTotals): string {
  const words = { traits: DECLARED, annotations: 'its server', name: 'its name', default: 'a guess' }
  return words[mostly(effectFrom) as keyof typeof words] ?? ''
}

function flaggedArgs({ args }: ToolTotals): string {
  return args
    .filter(({ stances }) => stances.UNSUPPORTED > 0)
    .map(({ arg, stances }) => times(arg, stances.UNSUPPORTED))
    .join(', ')
}
