import type { AIMessage, BaseMessage } from '@langchain/core/messages'
import type { ToolCall } from '@langchain/core/messages/tool'
import { isRecord } from './written.ts'

/** Where a message keeps the calls that the model wrote and a person changed. */
export const EDITED = 'handrail_edited'

/** A call as the model wrote it, when a person has changed it since. */
export function beforeEdit(message: BaseMessage | undefined, { id }: ToolCall): ToolCall | undefined {
  const metadata: Readonly<Record<string, unknown>> | undefined = message?.response_metadata
  const edited = metadata?.[EDITED]
  if (!Array.isArray(edited)) return undefined
  return edited.find((one): one is ToolCall => isRecord(one) && one.id === id && isRecord(one.args))
}

/** What a person wrote into the calls of a message: their words, as far as the model had not written the same. */
export function wordsOfEditor(message: AIMessage): string[] {
  return (message.tool_calls ?? []).flatMap((call) => {
    const original = beforeEdit(message, call)
    return original ? [changedIn(call.args, original.args)] : []
  })
}

function changedIn(args: unknown, original: unknown): string {
  const unchanged = new Set<unknown>()
  const isLeaf = (value: unknown) => typeof value !== 'object' || value === null
  JSON.stringify(original, (_, value: unknown) => {
    if (isLeaf(value)) unchanged.add(value)
    return value
  })
  const changed = JSON.stringify(args, (_, value: unknown) =>
    isLeaf(value) && unchanged.has(value) ? undefined : value,
  )
  return changed ?? ''
}
