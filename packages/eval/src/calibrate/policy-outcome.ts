import { BASE_INTERVENTIONS, type InterventionLadder } from '@handrail/core'
import { type Assumptions, netDeltaBand, type Withheld } from './net-delta.ts'
import type { PolicyOutcome } from './report-policies.ts'
import { type Acting, type Rungs, rungsOf } from './rungs-of.ts'
import { confidences, effects, type Outcome, outcomes, type Tally } from './tally.ts'

/** What one policy would have done with all judged calls. */
export function policyOutcome(
  name: string,
  acting: Acting,
  tally: Pick<Tally, 'judged'>,
  assumed: Assumptions,
): PolicyOutcome {
  const { ladder = BASE_INTERVENTIONS } = acting
  const rungs = rungsOf(acting)
  const calls = new Map<string, number>()
  let judged = 0
  for (const effect of effects)
    for (const confidence of confidences) {
      const { key } = rungs[effect][confidence]
      const count = outcomes.reduce((sum, outcome) => sum + tally.judged[effect][confidence][outcome], 0)
      judged += count
      if (confidence !== 'NONE') calls.set(key, (calls.get(key) ?? 0) + count)
    }
  const withheld = withheldBy(rungs, ladder, tally)
  const sum = (of: (group: Withheld) => number) => withheld.reduce((total, group) => total + of(group), 0)
  const all = sum((group) => group.calls)
  return {
    name,
    rungs: { write: namesOf(rungs.write), destructive: namesOf(rungs.destructive) },
    calls: Object.fromEntries(calls),
    withheld: all,
    withheldInSuccessful: sum((group) => (group.open ? 0 : group.calls)),
    cost:
      all > 0
        ? sum((group) => group.calls * group.cost) / all
        : Math.max(0, ...withheld.map((group) => group.cost)),
    netDelta: netDeltaBand(withheld, judged, assumed),
  }
}

/** What a policy withholds, by cost and by whether it can have helped; what it reaches only in theory counts 0 calls. */
function withheldBy(rungs: Rungs, ladder: InterventionLadder, tally: Pick<Tally, 'judged'>): Withheld[] {
  const groups = new Map<string, Withheld>()
  const known = knownOutcomes(tally)
  for (const effect of effects)
    for (const confidence of confidences) {
      const { key, dispatches } = rungs[effect][confidence]
      if (dispatches) continue
      const cost = ladder.disruptionCost(key)
      for (const outcome of known) {
        const open = confidence !== 'NONE' && outcome !== 'successful'
        const name = `${key} ${open}`
        const calls = (groups.get(name)?.calls ?? 0) + tally.judged[effect][confidence][outcome]
        groups.set(name, { calls, cost, open })
      }
    }
  return [...groups.values()]
}

/** Where nobody says how runs ended, no run counts as one that reached its goal: not even in theory. */
function knownOutcomes({ judged }: Pick<Tally, 'judged'>): readonly Outcome[] {
  const isRated = effects.some((effect) =>
    confidences.some((confidence) => {
      const { successful, failed } = judged[effect][confidence]
      return successful + failed > 0
    }),
  )
  return isRated ? outcomes : ['unrated']
}

function namesOf({ HIGH, LOW }: Rungs[keyof Rungs]): { HIGH: string; LOW: string } {
  return { HIGH: HIGH.key, LOW: LOW.key }
}
