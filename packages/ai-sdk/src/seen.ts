import type { ModelMessage } from 'ai'

/** What the model had read when it made a call. */
export interface Seen {
  readonly messages: readonly ModelMessage[]
  /** Whether a person approved the call since. */
  readonly approved: boolean
}

/**
 * Cuts the messages off where the model made the call. Usually they end there already; where a run continues after an
 * approval they hold the call itself, and answers to its siblings that the model had not seen.
 */
export function seenBy(toolCallId: string, messages: readonly ModelMessage[]): Seen {
  for (let at = messages.length - 1; at >= 0; at--) {
    let calls = false
    // Every call goes through all the messages, so no function is made for any of them.
    for (const part of partsOf(messages[at])) {
      if ((part as { readonly toolCallId?: unknown }).toolCallId !== toolCallId) continue
      // An id that was answered belongs to an older call: some providers count anew in every turn.
      if (part.type === 'tool-result') return { messages, approved: false }
      calls ||= part.type === 'tool-call'
    }
    if (calls)
      return { messages: messages.slice(0, at), approved: isApproved(toolCallId, messages.slice(at)) }
  }
  return { messages, approved: false }
}

/** Whether a person, not a rule of the app, answered a request for this call with yes. */
function isApproved(toolCallId: string, messages: readonly ModelMessage[]): boolean {
  const requests = new Set<string>()
  for (const part of messages.flatMap(partsOf))
    if (part.type === 'tool-approval-request' && part.toolCallId === toolCallId && part.isAutomatic !== true)
      requests.add(part.approvalId)
    else if (part.type === 'tool-approval-response' && requests.has(part.approvalId)) return part.approved
  return false
}

type Part = Exclude<ModelMessage['content'], string>[number]

function partsOf(message: ModelMessage | undefined): readonly Part[] {
  return typeof message?.content === 'string' ? [] : (message?.content ?? [])
}
