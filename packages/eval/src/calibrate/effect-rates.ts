import type { EffectEvidence } from './candidates.ts'
import type { CalibrationReport } from './report.ts'
import { shareOf } from './share-of.ts'
import { confidences, type JudgedEffect, outcomes, type Tally } from './tally.ts'

/** What is reported of the tools of one effect. */
export function effectRates(tally: Tally, effect: JudgedEffect): CalibrationReport['effects'][JudgedEffect] {
  const { judged, HIGH, LOW, inSuccessful, recall } = effectEvidence(tally, effect)
  return {
    calls: tally.changing[effect],
    ...{ judged, flagged: HIGH + LOW, HIGH, LOW },
    rate: shareOf(HIGH + LOW, judged),
    rateHigh: shareOf(HIGH, judged),
    rateInSuccessful: shareOf(inSuccessful.HIGH + inSuccessful.LOW, inSuccessful.judged),
    recall,
  }
}

/** What the recommendation for an effect is made of. */
export function effectEvidence(tally: Tally, effect: JudgedEffect): EffectEvidence {
  const cells = tally.judged[effect]
  const all = (confidence: (typeof confidences)[number]) =>
    outcomes.reduce((sum, outcome) => sum + cells[confidence][outcome], 0)
  const injected = tally.injected[effect].flatMap(({ items }) => items)
  const found = injected.filter(({ confidence }) => confidence !== 'NONE').length
  const mostFlagged = mostFlaggedIn(tally, effect)
  return {
    effect,
    calls: tally.changing[effect],
    judged: confidences.reduce((sum, confidence) => sum + all(confidence), 0),
    HIGH: all('HIGH'),
    LOW: all('LOW'),
    inSuccessful: {
      judged: confidences.reduce((sum, confidence) => sum + cells[confidence].successful, 0),
      HIGH: cells.HIGH.successful,
      LOW: cells.LOW.successful,
    },
    recall: shareOf(found, injected.length),
    ...(mostFlagged !== undefined && { mostFlagged }),
  }
}

function mostFlaggedIn({ tools }: Tally, effect: JudgedEffect): string | undefined {
  const args = [...tools.byName.values()]
    .filter((tool) => tool.effect === effect)
    .flatMap((tool) =>
      [...tool.args.byName].map(([name, { HIGH, LOW }]) => ({
        name: `${tool.name}.${name}`,
        flags: HIGH + LOW,
      })),
    )
    .filter(({ flags }) => flags > 0)
  return args.sort((a, b) => b.flags - a.flags || (a.name < b.name ? -1 : 1))[0]?.name
}
