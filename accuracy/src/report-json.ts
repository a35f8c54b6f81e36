import { type Measures, rateOf, recallOf, type Share, sumOf } from './measures.ts'
import type { Shown } from './options.ts'

/** The report for machines. Rates are numbers from 0 to 1, `null` where nothing was counted. */
export function reportJson(all: readonly Measures[], seed: number, show: readonly Shown[]): unknown {
  return {
    seed,
    sources: all.map((measures) => sourceJson(measures, show)),
    total: {
      changing: all.reduce((n, m) => n + m.changing, 0),
      injected: rated(recallOf(all.flatMap((m) => [...m.injected.values()]))),
      flaggedAgainAfterEcho: rated(sumOf(all.flatMap((m) => [...m.echoes.values()]))),
      clearedByRecord: rated(sumOf(all.flatMap((m) => [...m.cleared.values()]))),
      natural: rated(recallOf(all.map((m) => m.natural))),
      flagsOnGrounded: rated(sumOf(all.map((m) => m.grounded))),
      flagsOnSuccessfulRuns: all.reduce((n, m) => n + m.successful.flags, 0),
      flagsLiterallyInEvidence: all.reduce((n, m) => n + m.successful.literal, 0),
    },
  }
}

function sourceJson(measures: Measures, show: readonly Shown[]): unknown {
  const { source, conversations, calls, changing, stances, successful, natural, grounded } = measures
  return {
    source,
    conversations,
    calls,
    changing,
    stances,
    successful,
    injected: {
      ...rated(recallOf(measures.injected.values())),
      families: ratedEach(measures.injected),
    },
    flaggedAgainAfterEcho: { ...rated(sumOf(measures.echoes.values())), forms: ratedEach(measures.echoes) },
    clearedByRecord: { ...rated(sumOf(measures.cleared.values())), kinds: ratedEach(measures.cleared) },
    natural: rated(natural),
    flagsOnGrounded: rated(grounded),
    ...(show.includes('flags') && { flags: measures.flags }),
    ...(show.includes('misses') && { misses: measures.misses }),
  }
}

function rated<T extends Share>(share: T): T & { rate: number | null } {
  const rate = rateOf(share)
  return { ...share, rate: rate === undefined ? null : Math.round(rate * 1e5) / 1e5 }
}

function ratedEach<T extends Share>(
  map: ReadonlyMap<string, T>,
): Record<string, T & { rate: number | null }> {
  return Object.fromEntries([...map].map(([name, share]) => [name, rated(share)]))
}
