import type { ArgumentOrigin } from '@handrail/core'
import type { InferUITools, UIMessage } from 'ai'
import type { deskTools } from './tools.ts'

/**
 * A message between the page and the server. Besides text and tool calls it carries, for every call that changes
 * something, where each argument came from: a part `data-origins` with the id of the call.
 */
export type DeskMessage = UIMessage<
  never,
  { origins: readonly ArgumentOrigin[] },
  InferUITools<ReturnType<typeof deskTools>>
>
