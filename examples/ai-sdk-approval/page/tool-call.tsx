import type { ArgumentOrigin } from '@handrail/core'
import {
  type ChatAddToolApproveResponseFunction,
  type DynamicToolUIPart,
  getToolName,
  type ToolUIPart,
} from 'ai'
import { Arguments } from './arguments.tsx'
import { Decision } from './decision.tsx'
import { Json } from './json.tsx'

interface Props {
  part: ToolUIPart | DynamicToolUIPart
  /** Where the arguments came from; absent for calls that only read. */
  origins: readonly ArgumentOrigin[] | undefined
  onDecide: ChatAddToolApproveResponseFunction
}

/** A call of a tool: what it was asked, what a person said to it, and what it returned. */
export function ToolCall({ part, origins, onDecide }: Props) {
  const name = getToolName(part)
  const waits = part.state === 'approval-requested' && part.approval.isAutomatic !== true
  const titleId = `call-${part.toolCallId}`
  return (
    <section className="card" data-state={part.state} aria-labelledby={titleId}>
      <header>
        <h3 id={titleId}>{name}</h3>
        <span className="state">{stateOf(part, origins)}</span>
      </header>
      <Arguments toolCallId={part.toolCallId} input={part.input} origins={origins} />
      {waits && (
        <Decision
          toolName={name}
          // The text for where the data did not arrive.
          why={origins ? undefined : part.approval.requestReason}
          onDecide={(approved, reason) => onDecide({ id: part.approval.id, approved, reason })}
        />
      )}
      {part.state === 'output-denied' && part.approval.reason && (
        <p className="reason">“{part.approval.reason}”</p>
      )}
      {part.state === 'output-error' && <p className="reason">{part.errorText}</p>}
      {part.state === 'output-available' && (
        <div className="result">
          <Json value={part.output} path="$" toolCallId={part.toolCallId} />
        </div>
      )}
    </section>
  )
}

function stateOf({ state, approval }: Props['part'], origins: Props['origins']): string {
  switch (state) {
    case 'approval-requested':
      return 'Waiting for you'
    case 'approval-responded':
      return approval?.approved ? 'Approved by you' : 'Rejected by you'
    case 'output-denied':
      return 'Rejected by you · did not run'
    case 'output-error':
      return 'Failed'
    case 'output-available':
      if (approval) return 'Approved by you · done'
      return origins ? 'Every id is known · done' : 'Looked up'
    default:
      return 'Calling'
  }
}
