import type { CalibrationReport } from '@handrail/eval'
import { count, counted, percent, signed } from '../output/numbers.ts'
import { quoted, safe } from '../output/safe.ts'
import { type Column, right, table } from '../output/table.ts'
import { wrapped } from '../output/wrapped.ts'

const MOST_CALLS = 5
/** What a report calls the options of the user, which are the default ones where there is no configuration. */
const YOURS = 'yours'

const LEGEND = [
  'Rungs are for HIGH/LOW confidence. Where between "at worst" and "at best" the truth lies, only labels can tell. Both allow for chance, so that a policy that withheld nothing has a worst as well.',
  '"in good runs": withheld calls of runs that reached the goal. "pays from": the share of made-up ids that must have mattered for acting to pay at all, by the recorded calls alone.',
]

/** What each policy would do to solved tasks, as a table. */
export function policiesTold(
  { policies }: CalibrationReport,
  own: string,
  { width, bold, dim }: { width: number; bold: (text: string) => string; dim: (text: string) => string },
): string {
  const columns: Column[] = [
    { title: 'policy' },
    ...['write', 'destructive'].map((title) => ({ title })),
    ...['withheld', 'in good runs', 'at worst', 'at best'].map(right),
    { title: 'pays from', align: 'right' },
  ]
  const isSaidTwice = policies.some(({ name }) => name === own)
  const told = policies.filter(({ name }) => name !== YOURS || !isSaidTwice)
  const rows = told.map(({ name, rungs, withheld, withheldInSuccessful, netDelta }) => [
    safe(name === YOURS ? own : name),
    bothRungs(rungs.write),
    bothRungs(rungs.destructive),
    count(withheld),
    count(withheldInSuccessful),
    signed(netDelta.low, 1),
    signed(netDelta.high, 1),
    netDelta.breakEven.best === null ? '-' : percent(netDelta.breakEven.best),
  ])
  return [
    table(columns, rows, { width, bold }),
    ...LEGEND.map((line) => dim(wrapped(line, width, '  '))),
  ].join('\n')
}

function bothRungs({ HIGH, LOW }: { readonly HIGH: string; readonly LOW: string }): string {
  return HIGH === LOW ? HIGH : `${HIGH}/${LOW}`
}

/** The calls that a harder policy would have withheld, where there are any. */
export function differencesTold({ differences }: CalibrationReport, own: string, width: number): string[] {
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
      const more = calls.length > named.length ? ', …' : ''
      const instead = `${safe(to)} instead of ${safe(from === YOURS ? own : from)}`
      return wrapped(`${instead} ${what}: ${named.join(', ')}${more}`, width, '  - ')
    })
  return lines.length > 0 ? [lines.join('\n')] : []
}
