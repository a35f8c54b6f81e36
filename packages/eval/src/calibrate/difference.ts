import type { PolicyDifference } from './report-policies.ts'
import { type Acting, rungsOf } from './rungs-of.ts'
import { effects, outcomes, type Tally } from './tally.ts'

/** The most calls that are listed of a difference. */
const MOST_LISTED = 100

/** What a second policy would have done otherwise than a first. Only flagged calls are compared. */
export function differenceOf(
  [from, first]: readonly [string, Acting],
  [to, second]: readonly [string, Acting],
  tally: Pick<Tally, 'judged' | 'flagged'>,
): PolicyDifference {
  const [a, b] = [rungsOf(first), rungsOf(second)]
  const counts = { withheld: 0, released: 0, otherwise: 0 }
  const calls: PolicyDifference['calls'] = []
  for (const effect of effects)
    for (const confidence of ['HIGH', 'LOW'] as const) {
      const [was, is] = [a[effect][confidence], b[effect][confidence]]
      if (was.key === is.key) continue
      const kind = was.dispatches === is.dispatches ? 'otherwise' : was.dispatches ? 'withheld' : 'released'
      counts[kind] += outcomes.reduce((sum, outcome) => sum + tally.judged[effect][confidence][outcome], 0)
      for (const { rank: _rank, tie: _tie, ...call } of tally.flagged[effect][confidence].items)
        calls.push({ ...call, fromRung: was.key, toRung: is.key })
    }
  // Those that run under one and not under the other are what people ask about.
  const isWithheld = (call: PolicyDifference['calls'][number]) =>
    a[call.effect][call.confidence].dispatches === b[call.effect][call.confidence].dispatches ? 1 : 0
  const listed = calls
    .sort((one, other) => isWithheld(one) - isWithheld(other))
    .slice(0, MOST_LISTED)
    .sort(byPlace)
  const all = counts.withheld + counts.released + counts.otherwise
  return { from, to, ...counts, calls: listed, complete: listed.length === all }
}

type Placed = Pick<PolicyDifference['calls'][number], 'place' | 'conversation' | 'call'>

function byPlace(one: Placed, other: Placed): number {
  if (one.place.file !== other.place.file) return one.place.file < other.place.file ? -1 : 1
  return one.place.line - other.place.line || one.call - other.call
}
