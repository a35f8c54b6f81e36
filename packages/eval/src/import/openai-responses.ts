import { readAnswer, readSaid, readTask, typeOfBlock } from './blocks.ts'
import { readFunction } from './openai.ts'
import type { Recording } from './recording.ts'
import { type Fields, isFields, nameOf } from './values.ts'

/** Items of tools that OpenAI runs: no app could have withheld them, and they often hold less than the model read. */
const ofProvider =
  /^(?:web_search|file_search|code_interpreter|image_generation|mcp|hosted_tool|tool_search)_/

/** Items that the app, or its Agents SDK, keeps beside messages. */
const ofApp =
  /^(?:function_call|function_call_output|function_call_result|custom_tool_call|custom_tool_call_output|reasoning|compaction|item_reference)$/

/** Whether a type is that of an item of OpenAI's Responses API, other than a message. */
export function isItemType(type: unknown): boolean {
  return typeof type === 'string' && (ofApp.test(type) || ofProvider.test(type))
}

/** Reads an item of OpenAI's Responses API, also as its Agents SDK keeps them. */
export function readResponsesItem(item: unknown, to: Recording): void {
  const fields: Fields = isFields(item) ? item : {}
  const id = nameOf(fields.call_id ?? fields.callId)
  const type = typeOfBlock(item)
  switch (type) {
    case 'function_call':
      readFunction(id, fields, to)
      break
    case 'custom_tool_call':
      // It takes any text.
      to.call(id, nameOf(fields.name), fields.input)
      break
    case 'function_call_output':
    case 'function_call_result':
    case 'custom_tool_call_output':
      readOutput(id, fields, to)
      break
    case 'reasoning':
      break
    case 'compaction':
    case 'item_reference':
      to.opaque('lost')
      break
    case '':
    case 'message':
      readMessage(fields, to)
      break
    default:
      if (ofProvider.test(type)) to.opaque('unreadable')
      else to.unknown('type of item', type)
  }
}

function readMessage(message: Fields, to: Recording): void {
  const { role, content } = message
  if (role === 'assistant') readSaid(content, to)
  else if (role === 'user') readTask(content, role, to)
  else if (role === 'system' || role === 'developer') readTask(content, 'system', to)
  else to.unknownMessage(message)
}

function readOutput(id: string, { output, name }: Fields, to: Recording): void {
  // The Agents SDK puts a single block where the API has a list of them.
  const blocks = isFields(output) && typeOfBlock(output) !== '' ? [output] : output
  const { isPartial, ...answer } = readAnswer(blocks)
  to.result({ id, name: nameOf(name), ...answer })
  if (isPartial) to.opaque('unreadable')
}
