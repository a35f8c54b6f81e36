import type { CalibrationReport } from '@handrail/eval'
import { count, counted, percent } from '../output/numbers.ts'
import { quoted, safe } from '../output/safe.ts'
import { type Column, right, table } from '../output/table.ts'

const MOST_CALLS = 5

/** What each policy would do to solved tasks, as a table. */
export function policiesTold(
  { policies }: CalibrationReport,
  shown: { width: number; bold: (text: string) => string },
): string {
  const columns: Column[] = [
    { title: 'policy' },
    ...['write', 'destructive'].map((title) => ({ title })),
    ...['withheld', 'in good runs', 'at worst', 'at best'].map(right),
    { title: 'pays from', align: 'right' },
  ]
  const rows = policies.map(({ name, rungs, withheld, withheldInSuccessful, netDelta }) => [
    safe(name),
    `${rungs.write.HIGH}/${rungs.write.LOW}`,
    `${rungs.destructive.HIGH}/${rungs.destructive.LOW}`,
    count(withheld),
    count(withheldInSuccessful),
    netDelta.low.toFixed(1),
    netDelta.high.toFixed(1),
    netDelta.breakEven.best === null ? '-' : percent(netDelta.breakEven.best),
  ])
  return `${table(columns, rows, shown)}
  Rungs are for HIGH/LOW confidence. Nobody knows where between worst and best the truth lies without labels.
  "pays from" is the share of made-up ids that must have mattered for acting to pay at all.`
}

/** The calls that a harder policy would have withheld, where there are any. */
export function differencesTold({ differences }: CalibrationReport): string[] {
  const lines = differences
    .filter(({ withheld, released }) => withheld + released > 0)
    .map(({ from, to, withheld, released, calls }) => {
      const what = [
        ...(withheld > 0 ? [`would have withheld ${counted(withheld, 'more call')}`] : []),
        ...(released > 0 ? [`would have let ${counted(released, 'more call')} run`] : []),
      ].join(' and ')
      const named = calls
        .slice(0, MOST_CALLS)
        .map(({ toolName, conversation, call }) => `${safe(toolName)} ${quoted(`${conversation}#${call}`)}`)
      return `  ${safe(to)} instead of ${safe(from)} ${what}: ${named.join(', ')}${calls.length > named.length ? ', …' : ''}`
    })
  return lines.length > 0 ? [lines.join('\n')] : []
}
