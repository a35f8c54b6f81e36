import { type Assessment, describeOrigins, type GatedRuling, type HostRule } from '@handrail/core'
import type { ToolSet } from 'ai'
import type { Decided } from './decided.ts'
import type { Judge } from './judge.ts'
import type { CallAtGate, ToolApprovalStatus } from './tool-approval.ts'

/**
 * Answers the SDK's question whether a call may run: as the guard rules, and where it lets the call run, as the app does.
 * A call is judged here once; its run finds the ruling in `decided`.
 *
 * @param ownStatus what the app itself says. What it throws is thrown, as it would be without us.
 */
export async function statusOf(
  { toolCall: { toolName, toolCallId, input }, messages }: CallAtGate,
  tool: ToolSet[string],
  judge: Judge,
  decided: Decided,
  ownStatus: () => ToolApprovalStatus | PromiseLike<ToolApprovalStatus>,
): Promise<ToolApprovalStatus> {
  let own: Promise<ToolApprovalStatus> | undefined
  const rule = (): Promise<HostRule> => {
    own ??= (async () => ownStatus())()
    // A rule that fails lets nothing run; its error goes to the SDK below.
    return own.then(hostRule).catch(() => 'refuse')
  }
  const ruling = await judge.atGate(toolName, tool, input, { toolCallId, messages }, rule)
  if (ruling.kind === 'withhold') return { type: 'denied', reason: ruling.proposal.note }
  if (ruling.kind === 'abort') throw ruling.reason
  if (ruling.kind === 'suspend') return asked(ruling, await own)
  if (ruling.kind === 'pass') {
    if (typeof tool.execute === 'function') decided.set(messages, toolCallId, input, ruling)
    // What runs elsewhere begins as far as we can tell.
    else await ruling.begin()
  }
  return own ?? ownStatus()
}

/** What is no status fails in the SDK, so the call does not run. */
function hostRule(status: ToolApprovalStatus): HostRule {
  const type = typeof status === 'object' ? status.type : status
  if (type === undefined || type === 'not-applicable' || type === 'approved') return 'run'
  return type === 'user-approval' ? 'suspend' : 'refuse'
}

/** The question to the person. Where the app asks, its reason comes first; a guard that only observes adds nothing to it. */
function asked(
  { proposal, assessment }: Extract<GatedRuling, { readonly kind: 'suspend' }>,
  own: ToolApprovalStatus,
): ToolApprovalStatus {
  if (own !== undefined && proposal.handler === 'observe') return own
  const reasons = [typeof own === 'object' ? own.reason : undefined, originsIn(assessment)]
  const reason = reasons.filter(Boolean).join('\n')
  return reason === '' ? { type: 'user-approval' } : { type: 'user-approval', reason }
}

function originsIn({ verdict }: Assessment): string {
  try {
    return describeOrigins(verdict)
  } catch {
    return '' // The person is asked all the same.
  }
}
