import { STOCK } from './langchain/ways.ts'
import { sizeName } from './numbers.ts'
import type { AiSdkRow } from './sections/ai-sdk.ts'
import type { BuildRow } from './sections/build.ts'
import type { FootprintRow } from './sections/footprint.ts'
import type { LangChainRow } from './sections/langchain.ts'
import { type ReplayRow, works } from './sections/replay.ts'
import type { ResuppliedRow } from './sections/resupplied.ts'
import type { VerdictRow } from './sections/verdicts.ts'

/** What was measured of the evidence index. */
export interface IndexMeasurements {
  readonly verdicts: readonly VerdictRow[]
  readonly builds: readonly BuildRow[]
  readonly footprints: readonly FootprintRow[]
  readonly resupplied: readonly ResuppliedRow[]
}

/** A goal, and what was measured. */
export interface Goal {
  readonly what: string
  /** The figure of the table that the goal is about; `undefined` when it could not be measured. */
  readonly measured: number | undefined
  /** What it has to be. */
  readonly must: number
  /** What it should be. */
  readonly aim: number
  /** Whether more is better. */
  readonly atLeast?: boolean
  /** Depends on the machine, so that missing it says little. */
  readonly informative?: boolean
}

/** How a goal was met. */
export type Outcome = 'aim met' | 'must met' | 'MISSED' | 'not measured'

/** How a goal was met. */
export function outcomeOf({ measured, must, aim, atLeast }: Goal): Outcome {
  if (measured === undefined || Number.isNaN(measured)) return 'not measured'
  const meets = (goal: number) => (atLeast ? measured >= goal : measured <= goal)
  return meets(aim) ? 'aim met' : meets(must) ? 'must met' : 'MISSED'
}

/** The goals of the evidence index, each with the worst figure of the tables that it is about. */
export function goalsOfIndex({ verdicts, builds, footprints, resupplied }: IndexMeasurements): Goal[] {
  const at = (size: number) => verdicts.filter((row) => near(row.size, size))
  const largest = Math.max(...verdicts.map(({ size }) => size))
  const recorded = footprints.filter(({ kind }) => kind.startsWith('traces'))
  const counted = recorded.length > 0 ? recorded : footprints.slice(0, 1)
  return [
    {
      what: `verdict p50, ${sizeName(largest)} / 10 KB of evidence`,
      measured: worst(at(largest).map((row) => row.verdicts?.growth)),
      ...{ must: 1.5, aim: 1.1 },
    },
    {
      what: 'verdict p99 / p50, at every size',
      measured: worst(verdicts.map(({ verdicts: found }) => found && found.mix.p99 / found.mix.p50)),
      ...{ must: 10, aim: 4 },
    },
    {
      what: 'verdict p50, microseconds, at every size',
      measured: worst(verdicts.map((row) => row.verdicts?.mix.p50)),
      ...{ must: 10, aim: 3, informative: true },
    },
    {
      what: '`includes` p50 / verdict p50, at 1 MB',
      measured: worst(
        at(1_000_000).map((row) => row.verdicts?.overIncludes),
        Math.min,
      ),
      ...{ must: 30, aim: 80, atLeast: true },
    },
    {
      what: 'indexing, in plain passes over the text: JSON, prose, traces',
      measured: worst(
        builds.filter(({ kind }) => /JSON|^prose$|^traces/.test(kind)).map(({ passes }) => passes),
      ),
      ...{ must: 12, aim: 6 },
    },
    {
      what: `bytes of index a character, mean over the conversations of: ${counted[0]?.kind ?? 'none'}`,
      measured: worst(counted.map((row) => row.mean)),
      ...{ must: 2, aim: 1 },
    },
    {
      what: 'a message supplied again, microseconds',
      measured: worst(resupplied.map(({ each }) => each / 1000)),
      ...{ must: 0.5, aim: 0.2 },
    },
  ]
}

/** The goals of the guard in the Vercel AI SDK, each with the worst figure of the table that it is about. */
export function goalsOfAiSdk(rows: readonly AiSdkRow[]): Goal[] {
  const ordinary = rows.filter(({ results, ids }) => results === 'small' && ids === 'in the evidence')
  const large = rows.filter(({ results }) => results !== 'small')
  const shareIn = (name: string) => worst(large.filter(({ host }) => host === name).map(({ share }) => share))
  return [
    {
      what: 'AI SDK, small results: guard / SDK',
      measured: worst(ordinary.map(({ share }) => share)),
      ...{ must: 0.1, aim: 0.05 },
    },
    {
      what: 'AI SDK, 5 KB results: guard / indexing them once',
      measured: worst(large.map(({ overIndexing }) => overIndexing)),
      ...{ must: 1.3, aim: 1.1 },
    },
    {
      what: 'AI SDK, 5 KB results: guard / SDK, streamText',
      measured: shareIn('streamText'),
      ...{ must: 0.25, aim: 0.1 },
    },
    {
      what: 'AI SDK, 5 KB results: guard / SDK, generateText',
      measured: shareIn('generateText'),
      ...{ must: 0.6, aim: 0.25 },
    },
    {
      what: 'AI SDK: guard in the last ten calls / in the first ten',
      measured: worst(rows.map(({ growth }) => growth)),
      ...{ must: 1.3, aim: 1.1 },
    },
  ]
}

/** The goals of the guard in LangChain: for each way, against something of the same kind that does nothing. */
export function goalsOfLangChain(rows: readonly LangChainRow[]): Goal[] {
  const small = rows.filter(({ results }) => results === 'small')
  const large = rows.filter(({ results }) => results !== 'small')
  return [
    ...small.map(({ way, against, ratio }) => ({
      what: `LangChain, small results: ${way} / ${against}`,
      measured: ratio,
      ...(against === STOCK ? { must: 1.1, aim: 1.05 } : { must: 1.15, aim: 1.1 }),
    })),
    ...large.map(({ way, calls, overIndexing }) => ({
      what: `LangChain, ${calls} results of 2 KB: ${way} / indexing them once`,
      measured: overIndexing,
      ...{ must: 1.3, aim: 1.1 },
    })),
  ]
}

/** The goals of replay and calibration. */
export function goalsOfReplay(rows: readonly ReplayRow[]): Goal[] {
  const sizes = [...new Set(rows.map(({ calls }) => calls))].sort((a, b) => a - b)
  const [first, last] = [sizes[0], sizes.at(-1)]
  return works.flatMap((work) => {
    const own = rows.filter((row) => row.work === work)
    const peak = (at: number | undefined) =>
      Math.max(...own.filter(({ calls }) => calls === at).map((row) => row.peak))
    return [
      {
        what: `${work}: calls a second of processor time`,
        // The small file is over before everything is compiled.
        measured: worst(
          own.filter(({ calls }) => calls === last).map(({ perCore }) => perCore),
          Math.min,
        ),
        ...{ must: 15_000, aim: 20_000, atLeast: true },
      },
      {
        what: `${work}: peak memory, ${last?.toLocaleString('en')} / ${first?.toLocaleString('en')} calls`,
        measured: sizes.length > 1 ? peak(last) / peak(first) : undefined,
        ...{ must: 1.25, aim: 1.1 },
      },
    ]
  })
}

/** Sizes are those that were asked for, and the rest of a last message. */
const near = (size: number, wanted: number) => size >= 0.9 * wanted && size <= 2 * wanted

function worst(
  figures: readonly (number | undefined)[],
  choose: (...figures: number[]) => number = Math.max,
): number | undefined {
  const known = figures.filter((figure) => figure !== undefined)
  return known.length === 0 || known.length < figures.length ? undefined : choose(...known)
}
