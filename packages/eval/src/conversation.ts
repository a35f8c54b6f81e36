import type { ToolTraits, TranscriptEntry } from '@handrail/core'

/** Where something stands in a file. */
export interface Place {
  readonly file: string
  /** From 1: the line on which it begins. */
  readonly line: number
}

/** The formats of recorded conversations that can be read. */
export type ConversationFormat =
  /** `ModelMessage[]` of the AI SDK: what a model reads. */
  | 'ai-model-messages'
  /** `UIMessage[]` of the AI SDK: what an app stores. */
  | 'ai-ui-messages'
  /** Messages of Anthropic's Messages API. */
  | 'anthropic'
  /** Messages of LangChain, as JSON or as `mapChatMessagesToStoredMessages` writes them. */
  | 'langchain'
  /** Messages of OpenAI's chat completions. */
  | 'openai'
  /** Items of OpenAI's Responses API, and of its Agents SDK. */
  | 'openai-responses'
  /** Handrail's own: one conversation a line, with the tools and the reward beside the messages. */
  | 'trace'

/** Something the assistant said. For people to read: text of a model is no evidence. */
export interface SaidText {
  /** Which message of the recording it is, from 0. */
  readonly message: number
  /** The number of the entry that it stands before. */
  readonly beforeEntry: number
  readonly text: string
}

/** A recorded conversation, whatever it was recorded in. */
export interface Conversation {
  /** Its own id, or one made of the file and the line. */
  readonly id: string
  readonly format: ConversationFormat
  readonly place: Place
  /** What an adapter would have handed over. Calls of one step stand together, before their results; every call has an id of its own. */
  readonly entries: readonly TranscriptEntry[]
  /** For every entry, the message of the recording that it comes from, from 0. */
  readonly messageOf: readonly number[]
  readonly said: readonly SaidText[]
  /** What the recording says about its tools. */
  readonly tools: Readonly<Record<string, ToolTraits>>
  /** 1 when the run reached its goal, less when not. Absent when nobody judged it. */
  readonly reward?: number
}

/** Something in a file that could not be read, or was mended. The rest was read. */
export interface Problem {
  readonly place: Place
  /** The same for all problems of a sort, such as `'call ids that stand twice'`, for whoever counts and does not list. */
  readonly kind?: string
  /** One sentence. */
  readonly message: string
  /** Whether what stands there was left out; `false` where it was mended, such as a call id that stood twice. */
  readonly lost: boolean
}

/** Whether a run is known to have reached its goal. */
export function isSuccessful({ reward }: Pick<Conversation, 'reward'>): boolean {
  return reward !== undefined && reward >= 1
}
