import { readAnswer, readSaid, readTask, typeOfBlock } from './blocks.ts'
import { beforeEdit, wordsOfEditor } from './langchain-edits.ts'
import { langChainMessageOf } from './langchain-message.ts'
import { argumentsOf } from './openai.ts'
import type { Recording } from './recording.ts'
import { type Fields, isFields, listOf, nameOf } from './values.ts'

/** Results that a provider's own tools left inside the model's message. */
const PROVIDER_RESULT = /_tool_result$|^server_tool_call_result$|^code_?execution_?result$/i

/** What the programs are called that write summaries. */
const ofSummary = /summar|compact/i

/** Reads a message of LangChain, of JavaScript or Python. */
export function readLangChainMessage(message: unknown, to: Recording): void {
  const { role, fields } = langChainMessageOf(message) ?? { role: '', fields: {} }
  const { additional_kwargs } = fields
  const source = isFields(additional_kwargs) ? additional_kwargs.lc_source : undefined
  // A program wrote it in somebody's name.
  if (typeof source === 'string') {
    to.opaque(ofSummary.test(source) ? 'lost' : 'unreadable')
    return
  }
  switch (role) {
    case 'user':
    case 'system':
      readTask(contentOf(fields), role, to)
      break
    case 'assistant':
      readCalls(fields, to)
      break
    case 'tool':
      readResult(fields, to)
      break
    case 'remove':
      break
    default:
      to.unknown(role === '' ? 'message' : 'role', role || message)
  }
}

/** Messages of the first version of content blocks keep them beside. */
function contentOf({ content, contentBlocks, content_blocks }: Fields): unknown {
  return content ?? contentBlocks ?? content_blocks
}

function readCalls(fields: Fields, to: Recording): void {
  const content = contentOf(fields)
  const calls = callsIn(fields, content)
  if (holdsProviderResult(fields, content)) to.opaque('unreadable')
  for (const { id, args } of calls) {
    const original = beforeEdit(fields, id)
    if (original) to.task(wordsOfEditor(args, original.args), 'user')
  }
  readSaid(content, to)
  for (const call of calls) {
    const { id, name, args } = beforeEdit(fields, call.id) ?? call
    to.call(nameOf(id), nameOf(name), args)
  }
  // What could not be read as a call is the model's word all the same, and the answer may repeat it.
  for (const call of listOf(fields.invalid_tool_calls))
    if (isFields(call)) to.call(nameOf(call.id), nameOf(call.name), call.args)
}

/** The calls of a message: its own list, blocks of its content, or what the provider sent, where that is all there is. */
function callsIn({ tool_calls, additional_kwargs }: Fields, content: unknown): readonly Fields[] {
  const listed = listOf(tool_calls).filter(isFields).map(asCall)
  if (!Array.isArray(tool_calls) && isFields(additional_kwargs)) {
    const sent = listOf(additional_kwargs.tool_calls).filter(isFields).map(asCall)
    if (sent.length > 0) return sent
  }
  const blocks = listOf(content).filter((block): block is Fields => typeOfBlock(block) === 'tool_call')
  const more = blocks.filter(({ id, name }) => !listed.some((call) => call.id === id && call.name === name))
  return more.length > 0 ? [...listed, ...more] : listed
}

/** A call may be written as OpenAI does. */
function asCall(call: Fields): Fields {
  if (!isFields(call.function)) return call
  return { id: call.id, name: call.function.name, args: argumentsOf(call.function.arguments) }
}

/** In a block of its own, or where LangChain puts what OpenAI's tools have returned. */
function holdsProviderResult({ additional_kwargs }: Fields, content: unknown): boolean {
  if (isFields(additional_kwargs) && listOf(additional_kwargs.tool_outputs).length > 0) return true
  return listOf(content).some((block) => PROVIDER_RESULT.test(typeOfBlock(block)))
}

function readResult(fields: Fields, to: Recording): void {
  if (isCleared(fields)) {
    to.opaque('lost')
    return
  }
  const { isPartial, ...answer } = readAnswer(contentOf(fields))
  const { tool_call_id, name, status } = fields
  to.result({
    id: nameOf(tool_call_id),
    name: nameOf(name),
    ...answer,
    outcome: status === 'error' ? 'error' : undefined,
  })
  if (isPartial) to.opaque('unreadable')
}

/** Whether a middleware has taken out what a tool returned. */
function isCleared({ response_metadata }: Fields): boolean {
  const editing = isFields(response_metadata) ? response_metadata.context_editing : undefined
  return isFields(editing) && editing.cleared === true
}
