import { readMarked } from '@handrail/core'
import { readSaid } from './blocks.ts'
import type { Recording } from './recording.ts'
import { type Fields, isFields, listOf, nameOf } from './values.ts'

/** Reads a message of Handrail's own traces. */
export function readTraceMessage(message: unknown, to: Recording): void {
  const { role, content, toolCalls, toolCallId, toolName }: Fields = isFields(message) ? message : {}
  switch (role) {
    case 'system':
    case 'user':
      if (typeof content === 'string') to.task(content, role)
      else to.unknown('part type', `${role} content that is no text`)
      break
    case 'assistant':
      readSaid(content, to)
      for (const call of listOf(toolCalls))
        if (isFields(call)) to.call(nameOf(call.id), nameOf(call.name), call.args ?? {})
        else to.unknown('part type', 'tool call')
      break
    case 'tool': {
      const marked = typeof content === 'string' ? readMarked(content) : undefined
      const { text, intervention } = marked ?? { text: content }
      to.result({ id: nameOf(toolCallId), name: nameOf(toolName), content: text, intervention })
      break
    }
    default:
      to.unknownMessage(message)
  }
}
