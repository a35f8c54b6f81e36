import type { Intervention, KnownEffect } from '@handrail/core'
import type { CallFinding } from '@handrail/eval'
import { grouped } from '../grouped.ts'
import { isFlagged, isJudged, KNOWN_BY, RUNGS } from '../rungs.ts'
import type { Figures, FlaggedCall, PolicyFigures, ToolFigures } from './figures.ts'
import { shareOf } from './share.ts'

/** The numbers of the page, counted. */
export function figuresOfFindings(conversations: number, findings: readonly CallFinding[]): Figures {
  const changing = findings.filter(({ effect }) => effect.effect !== 'read')
  const flagged = findings.filter(isFlagged)
  return {
    conversations,
    calls: findings.length,
    changing: changing.length,
    flagged: shareOf(flagged.length, findings.filter(isJudged).length),
    faults: findings.filter(({ faults = [] }) => faults.length > 0).length,
    policies: policiesOf(findings).map((policy) => policyFigures(policy, changing)),
    tools: [...grouped(findings, ({ toolName }) => toolName)].map(([tool, calls]) =>
      toolFigures(tool, calls),
    ),
    callsOfOtherTools: 0,
    flaggedCalls: flagged.map(flaggedCall),
    otherFlagged: 0,
    problems: { total: 0, listed: [] },
  }
}

/** The names of all policies, in the order in which they come. */
function policiesOf(findings: readonly CallFinding[]): string[] {
  return [...new Set(findings.flatMap(({ policies }) => Object.keys(policies)))]
}

function policyFigures(policy: string, calls: readonly CallFinding[]): PolicyFigures {
  return {
    policy,
    rungs: countRungs(policy, calls),
    withheld: calls.filter(({ policies }) => policies[policy]?.dispatched === false).length,
  }
}

function toolFigures(tool: string, calls: readonly CallFinding[]): ToolFigures {
  const flagged = calls.filter(isFlagged)
  return {
    tool,
    effects: [...new Set(calls.map(({ effect }) => effect.effect))],
    knownBy: knownBy(calls.map(({ effect }) => effect.from)),
    calls: calls.length,
    flagged: shareOf(flagged.length, calls.filter(isJudged).length),
    rungs: rungsByPolicy(flagged),
  }
}

/** How an effect is known, in words. */
export function knownBy(from: Iterable<KnownEffect['from']>): string {
  return [...new Set(from)].map((each) => KNOWN_BY[each]).join(' or ')
}

/** Calls by policy and rung. */
export function rungsByPolicy(calls: readonly Pick<CallFinding, 'policies'>[]): ToolFigures['rungs'] {
  const names = new Set(calls.flatMap(({ policies }) => Object.keys(policies)))
  return new Map([...names].map((policy) => [policy, countRungs(policy, calls)]))
}

function countRungs(policy: string, calls: readonly Pick<CallFinding, 'policies'>[]): PolicyFigures['rungs'] {
  const counts: Record<Intervention, number> = { OBSERVE: 0, WARN: 0, BLOCK: 0, DEFER: 0 }
  for (const { policies } of calls) {
    const rung = policies[policy]?.intervention
    if (rung && RUNGS.includes(rung)) counts[rung]++
  }
  return counts
}

/** A flagged call as the page lists it. */
export function flaggedCall({
  conversation,
  place,
  toolName,
  entry,
  origins,
  policies,
}: Omit<FlaggedCall, 'unseen'> & Pick<CallFinding, 'origins'>): FlaggedCall {
  const unseen = origins.filter(({ stance }) => stance === 'UNSUPPORTED')
  return { conversation, place, toolName, entry, unseen, policies }
}
