import type { KnownEffect, ToolEffect } from '@handrail/core'
import type { CallFinding, ReplayReport } from '@handrail/eval'
import { grouped } from '../grouped.ts'
import type { Figures, ToolFigures } from './figures.ts'
import { flaggedCall, knownBy, rungsByPolicy } from './of-findings.ts'
import { shareOf } from './share.ts'

/** The numbers of the page, out of a replay. */
export function figuresOfReplay(replay: ReplayReport): Figures {
  const { totals, policies, tools, callsOfOtherTools, flagged, problems } = replay
  const flaggedCalls = flagged.listed.filter(({ verdict }) => verdict.unsupported.length > 0)
  const byTool = grouped(flaggedCalls, ({ toolName }) => toolName)
  return {
    conversations: totals.conversations,
    calls: totals.calls,
    changing: totals.changing,
    flagged: shareOf(totals.flagged, totals.judged),
    faults: totals.faults,
    policies: policies.map(({ policy, calls, withheld }) => ({ policy, rungs: calls, withheld })),
    tools: tools.map((tool) => toolFigures(tool, byTool.get(tool.tool) ?? [])),
    callsOfOtherTools,
    flaggedCalls: flaggedCalls.map(flaggedCall),
    otherFlagged: totals.flagged - flaggedCalls.length,
    problems: { total: problems.listed.length + problems.leftOut, listed: problems.listed },
  }
}

function toolFigures(
  { tool, effects, effectFrom, calls, judged, flagged }: ReplayReport['tools'][number],
  listed: readonly Pick<CallFinding, 'policies'>[],
): ToolFigures {
  return {
    tool,
    effects: (Object.keys(effects) as ToolEffect[]).filter((effect) => effects[effect] > 0),
    knownBy: knownBy(
      (Object.keys(effectFrom) as KnownEffect['from'][]).filter((from) => effectFrom[from] > 0),
    ),
    calls,
    flagged: shareOf(flagged, judged),
    rungs: rungsByPolicy(listed),
  }
}
