import type { CalibrationReport, PolicyOutcome, Range, Share } from '@handrail/eval'
import { grouped } from '../grouped.ts'

/** What the page shows of a calibration. */
export interface CalibrationFigures {
  /** How sure the intervals are, such as 0.95. */
  readonly confidenceLevel: number
  readonly conversations: number
  /** The share of judged values that were flagged, by tool and argument, the most judged first. */
  readonly rates: readonly RateFigures[]
  readonly recall: {
    readonly all: Share
    readonly families: readonly { readonly family: string; readonly share: Share }[]
  }
  readonly bands: readonly BandFigures[]
  /** Policies that never withhold anything: there is nothing to win and nothing to pay for. */
  readonly idle: readonly string[]
  readonly differences: readonly DifferenceFigures[]
  readonly recommendation: RecommendationFigures
}

/** How often the values of one argument were flagged. */
export interface RateFigures {
  readonly tool: string
  readonly argument: string
  readonly share: Share
}

/** Between which values the net effect lies of policies that come to the same. */
export interface BandFigures {
  readonly policies: readonly string[]
  /** Flagged calls of the recordings that they withhold. */
  readonly withheld: number
  /** By 1,000 judged calls, in tasks won or lost. */
  readonly points: readonly BandPoint[]
  /** From which share of mattering mints on it pays. `null`: never. */
  readonly breakEven: { readonly best: number | null; readonly worst: number | null }
  /** What was assumed of flags, as ranges from 0 to 1. */
  readonly assumed: { readonly minted: Range; readonly recovered: Range }
}

/** The band at a share of mints that mattered. */
export interface BandPoint {
  readonly mattered: number
  readonly low: number
  readonly high: number
}

/** What another policy would have done otherwise than the first, in calls of the recordings. */
export interface DifferenceFigures {
  readonly from: string
  readonly to: string
  readonly withheld: number
  readonly released: number
  readonly otherwise: number
}

/** What to write into the configuration, and why. */
export interface RecommendationFigures {
  readonly handler: 'observe' | 'enforce'
  readonly reason: string
  readonly effects: readonly {
    readonly effect: string
    readonly ceiling: string
    readonly reason: string
    readonly missing?: string
  }[]
}

/** What the page needs of a calibration. */
export function calibrationFigures(report: CalibrationReport): CalibrationFigures {
  const { confidenceLevel, conversations, tools, recall, policies, differences, recommendation } = report
  return {
    confidenceLevel,
    conversations: conversations.total,
    rates: tools
      .flatMap((tool) => tool.args.map((arg) => ({ tool: tool.name, argument: arg.name, share: arg.rate })))
      .filter(({ share }) => share.of > 0)
      .toSorted((a, b) => b.share.hits - a.share.hits || b.share.of - a.share.of),
    recall: {
      all: recall.all,
      families: recall.families.map(({ family, recall: share }) => ({ family, share })),
    },
    bands: bandsOf(policies.filter((policy) => !isIdle(policy))),
    idle: policies.filter(isIdle).map(({ name }) => name),
    differences: differences.filter((each) => each.withheld + each.released + each.otherwise > 0),
    recommendation: {
      handler: recommendation.handler,
      reason: recommendation.reason,
      effects: recommendation.effects.map(({ effect, ceiling, reason, next }) => ({
        ...{ effect, ceiling, reason },
        // Some reasons say it already.
        ...(next && !reason.includes(next.missing) && { missing: next.missing }),
      })),
    },
  }
}

function isIdle({ netDelta }: PolicyOutcome): boolean {
  return netDelta.points.every(({ low, high }) => low === 0 && high === 0)
}

/** Policies often come to the same on the recordings: then they have one band. */
function bandsOf(policies: readonly PolicyOutcome[]): BandFigures[] {
  const same = grouped(policies, ({ withheld, netDelta }) => JSON.stringify([withheld, netDelta]))
  return [...same.values()].map((group) => {
    const { withheld, netDelta } = group[0] as PolicyOutcome
    return { policies: group.map(({ name }) => name), withheld, ...netDelta }
  })
}
