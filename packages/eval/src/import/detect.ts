import type { ConversationFormat } from '../conversation.ts'
import { typeOfBlock } from './blocks.ts'
import { isItemType } from './openai-responses.ts'
import { type Fields, isFields, listOf } from './values.ts'

/** What LangChain calls the authors of messages, where others have a `role`. */
const langChainTypes = new Set([
  'human',
  'ai',
  'system',
  'tool',
  'function',
  'generic',
  'chat',
  'developer',
  'remove',
])
const langChainFields = [
  'additional_kwargs',
  'response_metadata',
  'invalid_tool_calls',
  'lc_kwargs',
  'artifact',
]
const modelParts = /^(?:tool-call|tool-result|tool-approval-(?:request|response)|reasoning-file|image)$/
const anthropicBlocks = /^(?:tool_use|tool_result|server_tool_use|mcp_tool_use|redacted_thinking)$/

/**
 * The format that messages tell by themselves, by the first one that only one format has; `undefined` when they might be
 * of several, such as plain text.
 */
export function formatOfMessages(messages: readonly unknown[]): ConversationFormat | undefined {
  let likely: ConversationFormat | undefined
  for (const message of messages) {
    const certain = formatOfMessage(message)
    if (certain) return certain
    likely ??= likelyFormatOf(message)
  }
  return likely
}

function formatOfMessage(message: unknown): ConversationFormat | undefined {
  if (!isFields(message)) return 'langchain'
  const { role, type } = message
  if (message.lc === 1 || (typeof type === 'string' && isFields(message.data))) return 'langchain'
  if (Array.isArray(message.parts)) return 'ai-ui-messages'
  if (Array.isArray(message.toolCalls) || 'toolCallId' in message) return 'trace'
  if (role === undefined ? langChainTypes.has(String(type)) : role === 'human' || role === 'ai')
    return 'langchain'
  if (langChainFields.some((field) => field in message)) return 'langchain'
  if (isItemType(type)) return 'openai-responses'
  if (isFields(message.function_call)) return 'openai'
  const [call] = listOf(message.tool_calls)
  if (isFields(call)) return 'args' in call ? 'langchain' : 'openai'
  const content = listOf(message.content)
  if (content.some((block) => anthropicBlocks.test(typeOfBlock(block)))) return 'anthropic'
  return content.some(isModelPart) ? 'ai-model-messages' : undefined
}

function isModelPart(part: unknown): boolean {
  if (!isFields(part) || typeof part.type !== 'string') return false
  if (part.type === 'file') return 'mediaType' in part
  return modelParts.test(part.type) && (part.type !== 'image' || 'image' in part)
}

/** What a message looks like that several formats might have. */
function likelyFormatOf(message: unknown): ConversationFormat | undefined {
  const { role, type, content, tool_call_id } = message as Fields
  if (tool_call_id !== undefined) return 'status' in (message as Fields) ? 'langchain' : 'openai'
  if (type === 'message') return 'openai-responses'
  if (role === 'developer' || role === 'function') return 'openai'
  const types = listOf(content).map(typeOfBlock)
  if (types.some((type) => type === 'input_text' || type === 'output_text')) return 'openai-responses'
  if (types.some((type) => type === 'thinking' || type === 'document')) return 'anthropic'
  return types.some((type) => type === 'image_url' || type === 'input_audio') ? 'openai' : undefined
}

/** Whether a value is one message, of whatever format, and no conversation. */
export function isMessage(value: unknown): boolean {
  if (!isFields(value) || 'messages' in value) return false
  const { role, type } = value
  if (typeof role === 'string')
    return 'content' in value || 'parts' in value || Array.isArray(value.tool_calls)
  if (value.lc === 1 || isItemType(type)) return true
  return (
    langChainTypes.has(String(type)) &&
    ['data', 'content', 'contentBlocks', 'content_blocks'].some((field) => field in value)
  )
}

/** The message that a record is, or wraps beside the id of its conversation; `undefined` when it is none. */
export function messageIn(record: unknown): unknown {
  if (isMessage(record)) return record
  if (!isFields(record) || 'messages' in record || !isMessage(record.message)) return undefined
  return { ...record, ...(record.message as object) }
}
