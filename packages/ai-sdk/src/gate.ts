import { describeOrigins, type GatedRuling, type HostRule } from '@handrail/core'
import type { ToolSet } from 'ai'
import type { Decided } from './decided.ts'
import type { HostOptions, Judge } from './judge.ts'
import type { ToolApprovalStatus } from './tool-approval.ts'

type Tool = ToolSet[string]

/** A call at the SDK's gate. */
export interface AtGate {
  readonly toolName: string
  readonly tool: Tool
  readonly input: unknown
  readonly options: HostOptions
}

/**
 * Answers the SDK's question whether a call may run: as the guard rules, and where it lets the call run, as the app does.
 * A call is judged here once; its run finds the ruling in `decided`.
 *
 * @param ownStatus what the app itself says. What it throws is thrown, as it would be without us.
 */
export async function statusOf(
  { toolName, tool, input, options }: AtGate,
  judge: Judge,
  decided: Decided,
  ownStatus: () => ToolApprovalStatus | PromiseLike<ToolApprovalStatus>,
): Promise<ToolApprovalStatus> {
  let own: Promise<ToolApprovalStatus> | undefined
  const rule = async (): Promise<HostRule> => {
    own = (async () => ownStatus())()
    // A rule that fails lets nothing run; its error goes to the SDK below.
    return own.then(hostRule, () => 'refuse')
  }
  const ruling = await judge.atGate(toolName, tool, input, options, rule)
  if (ruling.kind === 'withhold') return { type: 'denied', reason: ruling.proposal.note }
  if (ruling.kind === 'abort') throw ruling.reason
  const status = await (own ?? (ruling.kind === 'suspend' ? undefined : ownStatus()))
  if (ruling.kind === 'suspend') return asked(ruling, status)
  if (ruling.kind === 'run') decided.set(options.messages, options.toolCallId, input, ruling)
  return status
}

function hostRule(status: ToolApprovalStatus): HostRule {
  const type = typeof status === 'object' ? status.type : status
  return type === 'denied' ? 'refuse' : type === 'user-approval' ? 'suspend' : 'run'
}

/** The question to the person. Where the app asks, its reason comes first; a guard that only observes adds nothing to it. */
function asked(
  { proposal, assessment }: Extract<GatedRuling, { kind: 'suspend' }>,
  own: ToolApprovalStatus,
): ToolApprovalStatus {
  if (own !== undefined && proposal.handler === 'observe') return own
  const reasons = [typeof own === 'object' ? own.reason : undefined, describeOrigins(assessment.verdict)]
  const reason = reasons.filter(Boolean).join('\n')
  return reason === '' ? { type: 'user-approval' } : { type: 'user-approval', reason }
}
