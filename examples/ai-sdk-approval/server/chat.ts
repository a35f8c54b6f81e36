import { withHandrail } from '@handrail/ai-sdk'
import { originsOf } from '@handrail/core'
import {
  convertToModelMessages,
  createUIMessageStream,
  isStepCount,
  type LanguageModel,
  streamText,
  toUIMessageStream,
} from 'ai'
import type { Desk } from './desk.ts'
import type { DeskMessage } from './message.ts'
import { deskTools } from './tools.ts'

/** What a chat needs besides its messages. */
export interface Settings {
  readonly model: LanguageModel
  /** Signs the requests for approval, so that a page cannot approve what it was never asked. */
  readonly secret: string
}

/**
 * Goes on with a conversation. A call whose arguments do not all come from it waits for a person: the stream ends with a
 * request for approval, and the page sends the messages again once there is an answer to it.
 */
export function answer(desk: Desk, messages: DeskMessage[], { model, secret }: Settings) {
  return createUIMessageStream<DeskMessage>({
    originalMessages: messages,
    onError: (error) => {
      console.error(error)
      return SORRY
    },
    execute: async ({ writer }) => {
      const { tools, toolApproval } = withHandrail(
        { tools: deskTools(desk) },
        {
          handler: 'enforce',
          defer: 'approval',
          policy: { onHighConfidence: 'DEFER', onLowConfidence: 'DEFER', ceiling: 'DEFER' },
          onRecord: ({ assessment: { call, effect, verdict } }) => {
            if (effect.effect === 'read') return
            writer.write({ type: 'data-origins', id: call.toolCallId, data: originsOf(verdict) })
          },
        },
      )
      const result = streamText({
        model,
        instructions: 'You help a colleague at the support desk of a shop. Use the tools, and be brief.',
        messages: await convertToModelMessages(messages, { tools }),
        tools,
        toolApproval,
        experimental_toolApprovalSecret: secret,
        stopWhen: isStepCount(10),
      })
      writer.merge(
        toUIMessageStream<typeof tools, DeskMessage>({ stream: result.stream, onError: () => SORRY }),
      )
    },
  })
}

/** `streamText` itself prints what went wrong; the page need not know. */
const SORRY = 'The assistant could not answer. The terminal of the server says why.'
