import type { ConversationFormat } from '../conversation.ts'
import { readModelMessage } from './ai-model.ts'
import { readUiMessage } from './ai-ui.ts'
import { readAnthropicMessage } from './anthropic.ts'
import { readLangChainMessage } from './langchain.ts'
import { readOpenAiMessage } from './openai.ts'
import { readResponsesItem } from './openai-responses.ts'
import type { Recording } from './recording.ts'
import { readTraceMessage } from './trace.ts'

/** Reads one message. Never throws: what cannot be read is remarked. */
export type MessageReader = (message: unknown, to: Recording) => void

/** How the messages of each format are read. */
export const messageReaders: Readonly<Record<ConversationFormat, MessageReader>> = {
  'ai-model-messages': readModelMessage,
  'ai-ui-messages': readUiMessage,
  anthropic: readAnthropicMessage,
  langchain: readLangChainMessage,
  openai: readOpenAiMessage,
  'openai-responses': readResponsesItem,
  trace: readTraceMessage,
}

/** The formats of recorded conversations that can be read. */
export const conversationFormats = Object.keys(messageReaders) as readonly ConversationFormat[]
