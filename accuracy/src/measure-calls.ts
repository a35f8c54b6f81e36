import { assessConfidence } from '@handrail/core'
import type { CallSite } from './conversation.ts'
import { type Judgement, judgeCall, mintedLeaves } from './judge.ts'
import type { Flag, Measures } from './measures.ts'
import { placesNear } from './near.ts'
import type { Trajectory } from './records.ts'

/** Counts the calls of a conversation and their stances, and the flags if it succeeded. */
export function measureCalls(
  { id, reward }: Trajectory,
  sites: readonly CallSite[],
  measures: Measures,
): void {
  const { successful } = measures
  measures.conversations++
  measures.calls += sites.length
  if (reward === 1) successful.conversations++
  for (const site of sites.filter(({ mutating }) => mutating)) {
    measures.changing++
    const judgement = judgeCall(site.toolName, site.args, site.corpus)
    for (const { stance } of judgement.verdict.args) measures.stances[stance]++
    if (reward !== 1) continue
    successful.changing++
    successful.args += judgement.verdict.args.length
    for (const flag of flagsOf(judgement, site, id, measures.source, 'successful run')) {
      successful.flags++
      if (flag.confidence === 'HIGH') successful.high++
      else successful.low++
      if (flag.values.some(({ literal }) => literal)) successful.literal++
      measures.flags.push(flag)
    }
  }
}

/** The flags of a call, each with the values that caused it. */
export function flagsOf(
  { verdict }: Judgement,
  { message, call, toolName, args, corpus, texts, search }: CallSite,
  id: string,
  source: string,
  because: Flag['because'],
): Flag[] {
  return verdict.unsupported.map((argName) => ({
    source,
    id,
    message,
    call,
    toolName,
    argName,
    because,
    confidence: confidenceOf({ verdict }, argName),
    values: mintedLeaves(toolName, args, argName, corpus).map(({ path, value }) => ({
      path,
      value,
      literal: search.holds(value),
      near: placesNear(value, texts),
    })),
  }))
}

/** How sure the detector is of one flagged argument. */
export function confidenceOf({ verdict }: Pick<Judgement, 'verdict'>, argName: string): 'HIGH' | 'LOW' {
  const args = verdict.args.filter((arg) => arg.argName === argName)
  const confidence = assessConfidence({ believe: false, unsupported: [argName], args })
  return confidence === 'HIGH' ? 'HIGH' : 'LOW'
}
