import { IdPool, nearestKey, valueAt } from '@handrail/eval/families'
import { AccuracyError } from './accuracy-error.ts'
import { type CallSite, callSitesOf } from './conversation.ts'
import type { Source } from './data-set.ts'
import { makeInjections } from './inject.ts'
import { groundedLeaves } from './judge.ts'
import { measureCalls } from './measure-calls.ts'
import { measureInjection } from './measure-injections.ts'
import { measureNatural } from './measure-naturals.ts'
import { type Measures, noMeasures } from './measures.ts'
import type { Injection } from './records.ts'

/** Measures every conversation of a source. The same seed gives the same figures. */
export function measureSource(source: Source, seed: number): Measures {
  const measures = noMeasures(source.name)
  const pool = new IdPool()
  const played = source.cases.map((given) => ({ given, sites: callSitesOf(given.trajectory) }))
  if (!source.injectionsGiven)
    for (const { given, sites } of played)
      if (given.trajectory.reward === 1) addIds(pool, given.trajectory.id, sites)
  for (const { given, sites } of played) {
    const siteOf = ({ message, call }: { message: number; call: number }) =>
      sites.find((site) => site.message === message && site.call === call) as CallSite
    measureCalls(given.trajectory, sites, measures)
    const injections = source.injectionsGiven ? given.injections : makeInjections(given, sites, pool, seed)
    for (const injection of injections) {
      checkOriginal(injection, siteOf(injection))
      measureInjection(given, injection, siteOf(injection), seed, measures)
    }
    for (const natural of given.naturals) measureNatural(natural, siteOf(natural), measures)
  }
  return measures
}

/** Takes in the ids of the changing calls of a successful run. */
function addIds(pool: IdPool, conversation: string, sites: readonly CallSite[]): void {
  for (const site of sites.filter(({ mutating }) => mutating))
    for (const { path, value } of groundedLeaves(site))
      pool.add({ value: String(value), key: nearestKey(path), conversation })
}

function checkOriginal({ id, message, call, path, original }: Injection, { args }: CallSite): void {
  if (valueAt(args, path) !== original)
    throw new AccuracyError(
      `Expected ${JSON.stringify(original)} at ${JSON.stringify(path)} of call ${call} of message ${message} of "${id}".`,
    )
}
