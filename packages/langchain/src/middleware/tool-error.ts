import type { ToolCall } from '@langchain/core/messages/tool'
import { MiddlewareError, ToolInvocationError, ToolMessage } from 'langchain'
import { isBubbleUp } from '../answer/bubble-up.ts'

/**
 * An error of a tool as a message to the model, in the words of an agent without middleware. With any middleware around
 * the tools, LangChain lets such an error end the run.
 *
 * @returns `undefined` for what goes on as an error: what steers the graph, what another middleware threw, what LangChain
 * turns into a message itself, and what cannot be written as text.
 */
export function messageOfError(error: unknown, { id, name }: ToolCall): ToolMessage | undefined {
  try {
    // LangChain's own handling of errors fails on `null`.
    if (
      error === null ||
      isBubbleUp(error) ||
      (MiddlewareError.isInstance(error) && !isOfGraphWithin(error)) ||
      ToolInvocationError.isInstance(error)
    )
      return undefined
    return new ToolMessage({
      content: `${error}\n Please fix your mistakes.`,
      tool_call_id: id ?? '',
      name,
      status: 'error',
    })
  } catch {
    return undefined
  }
}

/** Whether a graph that the tool ran ended with it: LangGraph marks what a node throws, and our own node has not ended. */
function isOfGraphWithin(error: object): boolean {
  return 'pregelTaskId' in error
}
