import { type ChatAddToolApproveResponseFunction, isToolUIPart } from 'ai'
import type { DeskMessage } from '../server/message.ts'
import { MarkedText } from './marked.tsx'
import { ToolCall } from './tool-call.tsx'

interface Props {
  message: DeskMessage
  onDecide: ChatAddToolApproveResponseFunction
}

/** One message: text, and cards for the calls of tools. */
export function Message({ message: { role, parts }, onDecide }: Props) {
  const origins = parts.filter((part) => part.type === 'data-origins')
  return (
    <article className={role} aria-label={role === 'user' ? 'You' : 'Assistant'}>
      {parts.map((part, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: parts are only ever added at the end
        if (part.type === 'text') return <Text key={index} role={role} text={part.text} />
        if (!isToolUIPart(part)) return null
        const origin = origins.find(({ id }) => id === part.toolCallId)
        return <ToolCall key={part.toolCallId} part={part} origins={origin?.data} onDecide={onDecide} />
      })}
    </article>
  )
}

function Text({ role, text }: { role: string; text: string }) {
  if (text === '') return null
  return <p>{role === 'user' ? <MarkedText text={text} /> : text}</p>
}
