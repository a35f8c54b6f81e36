import { type CalibrationReport, calibrationReportSchema, exactInterval } from '@handrail/eval'

const share = (hits: number, of: number) => ({
  ...{ hits, of, rate: of === 0 ? null : hits / of },
  ...exactInterval(hits, of),
})
const flags = (flagged: number, judged: number) => ({ judged, flagged, HIGH: flagged, LOW: 0 })
const rung = (name: string) => ({ HIGH: name, LOW: name })

function policy(name: string, withheld: number, cost: number) {
  const points = Array.from({ length: 21 }, (_, n) => ({
    ...{ mattered: n / 20, low: -10 * cost },
    high: cost === 0 ? 0 : Math.max(0, (n / 20 - cost) * 10),
  }))
  return {
    ...{ name, rungs: { write: rung('WARN'), destructive: rung('BLOCK') }, calls: { WARN: 3 } },
    ...{ withheld, withheldInSuccessful: 0, cost },
    netDelta: {
      ...{ low: -10 * cost, high: 10 * (1 - cost), points },
      assumed: { minted: [0, 1], mattered: [0, 1], recovered: [0, 1] },
      breakEven: { best: cost === 0 ? null : cost, worst: null },
    },
  }
}

/** The report of a calibration, small enough to read. */
export function calibration({
  tool = 'refund_payment',
  family = 'one digit changed',
} = {}): CalibrationReport {
  const outcomes = { successful: 4, failed: 1, unrated: 0 }
  const effect = {
    ...flags(3, 120),
    ...{ calls: 130, rate: share(3, 120), rateHigh: share(3, 120), rateInSuccessful: share(1, 90) },
    recall: share(97, 100),
  }
  return calibrationReportSchema.parse({
    kind: 'handrail.calibration',
    version: 1,
    seed: 1,
    confidenceLevel: 0.95,
    conversations: { ...outcomes, total: 5 },
    calls: { total: 300, changing: 130, judged: 120, flagged: 3, judgedBy: outcomes, flaggedBy: outcomes },
    effects: { write: effect, destructive: effect },
    tools: [
      {
        ...flags(3, 120),
        ...{ name: tool, effect: 'destructive', effectFrom: 'name', calls: 130 },
        ...{ rate: share(3, 120), recall: share(97, 100) },
        args: [
          { ...flags(3, 120), name: 'order_id', rate: share(3, 120) },
          { ...flags(0, 7), name: tool, rate: share(0, 7) },
          { ...flags(0, 0), name: 'never_judged', rate: share(0, 0) },
        ],
      },
    ],
    toolsNotListed: 0,
    guessed: [],
    recall: {
      all: share(150, 200),
      families: [
        { ...flags(97, 100), family, recall: share(97, 100) },
        { ...flags(53, 100), family: 'prefix swap', recall: share(53, 100) },
      ],
      misses: [],
    },
    policies: [
      policy('yours', 2, 0.4),
      policy('observe', 0, 0),
      policy('default', 2, 0.4),
      policy('block', 3, 0.6),
    ],
    differences: [
      ...['observe', 'block'].map((to) => ({
        ...{ from: 'yours', to, withheld: to === 'block' ? 1 : 0, released: to === 'block' ? 0 : 2 },
        ...{ otherwise: 0, calls: [], complete: true },
      })),
    ],
    recommendation: {
      handler: 'enforce',
      ceilings: { write: 'WARN', destructive: 'OBSERVE' },
      reason: 'The evidence warrants WARN for tools that write.',
      budget: 0.01,
      effects: [
        { effect: 'write', ceiling: 'WARN', reason: 'Few were flagged.', worstDisruption: 0.005 },
        {
          ...{
            effect: 'destructive',
            ceiling: 'OBSERVE',
            reason: 'Not enough evidence.',
            worstDisruption: 0,
          },
          next: {
            rung: 'WARN',
            missing: 'WARN needs 122 judged calls without a flag.',
            moreJudgedCalls: 122,
          },
        },
      ],
    },
    problems: { total: 0, lost: 0, listed: [] },
    problemKinds: [],
  })
}
