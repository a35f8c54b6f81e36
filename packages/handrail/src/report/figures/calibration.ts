import type { CalibrationReport, Share } from '@handrail/eval'

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
  readonly recommendation: RecommendationFigures
}

/** How often the values of one argument were flagged. */
export interface RateFigures {
  readonly tool: string
  readonly argument: string
  readonly share: Share
}

/** Between which values the net effect of a policy lies. */
export interface BandFigures {
  readonly policy: string
  readonly withheld: number
  /** By 1,000 judged calls, in tasks won or lost. */
  readonly low: number
  readonly high: number
  readonly points: readonly { readonly mattered: number; readonly low: number; readonly high: number }[]
  /** From which share of mattering mints on it pays. `null`: never, or nothing was withheld. */
  readonly breakEven: { readonly best: number | null; readonly worst: number | null }
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
  const { confidenceLevel, conversations, tools, recall, policies, recommendation } = report
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
    bands: policies.map(({ name, withheld, netDelta }) => ({ policy: name, withheld, ...netDelta })),
    recommendation: {
      handler: recommendation.handler,
      reason: recommendation.reason,
      effects: recommendation.effects.map(({ effect, ceiling, reason, next }) => ({
        ...{ effect, ceiling, reason },
        ...(next && { missing: next.missing }),
      })),
    },
  }
}
