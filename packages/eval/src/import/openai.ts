import { readAnswer, readSaid, readTask, typeOfBlock } from './blocks.ts'
import type { Recording } from './recording.ts'
import { type Fields, isFields, listOf, nameOf } from './values.ts'

/** What an assistant may write in blocks beside its calls; whatever else stands there might be a call. */
const said = /^(?:text|output_text|refusal|thinking|reasoning)$/

/** Reads a message of OpenAI's chat completions. */
export function readOpenAiMessage(message: unknown, to: Recording): void {
  const fields: Fields = isFields(message) ? message : {}
  const { role, content } = fields
  switch (role) {
    case 'user':
      readTask(content, 'user', to)
      break
    case 'system':
    case 'developer':
      readTask(content, 'system', to)
      break
    case 'assistant':
      readSaid(content, to)
      for (const block of listOf(content)) if (!said.test(typeOfBlock(block))) to.unknownPart(block)
      to.say(fields.refusal)
      for (const call of listOf(fields.tool_calls)) readCall(call, to)
      // How it was before there were tools: one call, and no ids.
      if (isFields(fields.function_call)) readFunction('', fields.function_call, to)
      break
    case 'tool':
    case 'function': {
      const { isPartial, ...answer } = readAnswer(content)
      to.result({ id: nameOf(fields.tool_call_id), name: nameOf(fields.name), ...answer })
      if (isPartial) to.opaque('unreadable')
      break
    }
    default:
      to.unknownMessage(message)
  }
}

function readCall(call: unknown, to: Recording): void {
  const fields: Fields = isFields(call) ? call : {}
  const { id, function: called, custom } = fields
  if (isFields(called)) readFunction(nameOf(id), called, to)
  // A custom tool takes any text.
  else if (isFields(custom)) to.call(nameOf(id), nameOf(custom.name), custom.input)
  else if ('args' in fields) to.call(nameOf(id), nameOf(fields.name), fields.args)
  else to.unknown('part type', 'tool call')
}

/** Reads a call by its name and its arguments as the model wrote them. */
export function readFunction(id: string, { name, arguments: args }: Fields, to: Recording): void {
  const toolName = nameOf(name)
  const read = argumentsOf(args)
  if (typeof read === 'string' && read === args) to.brokenArguments(toolName)
  to.call(id, toolName, read)
}

/** Arguments as the model wrote them: JSON in a text. What is no JSON stays a text, and is judged as one. */
export function argumentsOf(args: unknown): unknown {
  if (typeof args !== 'string') return args ?? {}
  if (args.trim() === '') return {}
  try {
    return JSON.parse(args)
  } catch {
    return args
  }
}
