import type { Assessment } from '@handrail/core'
import { AIMessage, type AIMessageFields, type BaseMessage, ToolMessage } from '@langchain/core/messages'
import type { ToolCall } from '@langchain/core/messages/tool'
import { EDITED } from '../evidence/edited.ts'
import { isRecord } from '../evidence/written.ts'
import { type ReviewDecision, refusalText } from '../person/review.ts'
import type { Place } from './decided.ts'

/** The calls that the model made in its last message. */
export interface Step extends Place {
  readonly message: AIMessage
  /** Those that no message answers yet and that a tool is to run. */
  readonly pending: readonly ToolCall[]
}

/** The step that has just begun; `undefined` when nothing is to run. */
export function stepOf(messages: readonly BaseMessage[]): Step | undefined {
  const at = messages.findLastIndex((message) => AIMessage.isInstance(message))
  const message = messages[at]
  if (!AIMessage.isInstance(message)) return undefined
  const answered = new Set(
    messages.slice(at + 1).map((one) => (ToolMessage.isInstance(one) ? one.tool_call_id : undefined)),
  )
  const pending = (message.tool_calls ?? []).filter(({ id }) => !(id !== undefined && answered.has(id)))
  return pending.length > 0 ? { message, before: messages[at - 1], pending } : undefined
}

type Decided<Type> = Extract<ReviewDecision, { readonly type: Type }>

/** The call that a person made of another one. */
export function editedCall({ id }: ToolCall, { editedAction }: Decided<'edit'>): ToolCall {
  const { name, args } = editedAction
  return { type: 'tool_call', name, args, ...(id !== undefined && { id }) }
}

/** The answer to a call that a person refused. */
export function refusalOf(assessment: Assessment, decision: Decided<'reject'>): ToolMessage {
  const { toolName, toolCallId } = assessment.call
  return new ToolMessage({
    content: refusalText(assessment.call, decision),
    name: toolName,
    tool_call_id: toolCallId,
    status: 'error',
  })
}

/** The model's message with calls as a person changed them. It keeps its id, so it takes the place of the first. */
export function withEdits(message: AIMessage, edits: ReadonlyMap<ToolCall, ToolCall>): AIMessage {
  const byId = new Map([...edits].map(([call, edit]) => [call.id, edit]))
  const { content, id, name, additional_kwargs, response_metadata, invalid_tool_calls, usage_metadata } =
    message
  const original = [...edits.keys()].map((call) => ({ id: call.id, name: call.name, args: call.args }))
  return new AIMessage({
    ...{ id, name, additional_kwargs, invalid_tool_calls, usage_metadata },
    content: Array.isArray(content) ? content.map((block) => withEdit(block, byId)) : content,
    tool_calls: (message.tool_calls ?? []).map((call) => edits.get(call) ?? call),
    response_metadata: { ...response_metadata, [EDITED]: original },
  } as unknown as AIMessageFields)
}

/** Some providers read a call from the content in place of the calls. */
function withEdit<Block>(block: Block, edits: ReadonlyMap<unknown, ToolCall>): Block {
  if (!isRecord(block)) return block
  const edit = edits.get(block.id)
  if (!edit) return block
  const { name, args } = edit
  if (block.type === 'tool_call') return { ...block, name, args }
  return block.type === 'tool_use' ? { ...block, name, input: args } : block
}
