import { useChat } from '@ai-sdk/react'
import { isToolUIPart, lastAssistantMessageIsCompleteWithApprovalResponses } from 'ai'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { DeskMessage } from '../server/message.ts'
import { Composer } from './composer.tsx'
import { HighlightContext } from './highlight-context.ts'
import { type ActiveArgument, highlightsIn } from './highlights.ts'
import { Message } from './message.tsx'
import { savedMessages, saveMessages } from './saved-messages.ts'
import { Welcome } from './welcome.tsx'

interface Props {
  deskId: string
  /** Called whenever the assistant has stopped: the rows may have changed. */
  onSettled: () => void
}

/** The conversation. It is kept in the browser, so it can wait for a decision longer than the page is open. */
export function Chat({ deskId, onSettled }: Props) {
  const [saved] = useState(() => savedMessages(deskId))
  const { messages, status, error, sendMessage, addToolApprovalResponse } = useChat<DeskMessage>({
    id: deskId,
    messages: saved,
    sendAutomaticallyWhen: lastAssistantMessageIsCompleteWithApprovalResponses,
  })
  const [active, setActive] = useState<ActiveArgument>()
  const highlights = useMemo(() => highlightsIn(messages, active), [messages, active])

  const busy = status === 'submitted' || status === 'streaming'
  const waiting = messages
    .at(-1)
    ?.parts.some((part) => isToolUIPart(part) && part.state === 'approval-requested')
  const cutOff = !busy && !waiting && isUnanswered(messages.at(-1))

  useEffect(() => {
    // Half an answer is not worth keeping: after a reload it could not be gone on with.
    if (status !== 'streaming') saveMessages(deskId, messages)
  }, [deskId, messages, status])
  useEffect(() => {
    if (!busy) onSettled()
  }, [busy, onSettled])

  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (messages.length > 0) end.current?.scrollIntoView({ block: 'end' })
  }, [messages])

  return (
    <HighlightContext value={{ highlights, setActive }}>
      <main className="chat">
        {messages.length === 0 && <Welcome onChoose={(text) => void sendMessage({ text })} />}
        {messages.map((message) => (
          <Message key={message.id} message={message} onDecide={addToolApprovalResponse} />
        ))}
        {(error || cutOff) && (
          <div role="alert" className="alert">
            <p>{error ? explain(error) : 'This was not answered.'}</p>
            <button type="button" onClick={() => void sendMessage()}>
              Try again
            </button>
          </div>
        )}
        <p role="status" className="status">
          {busy ? 'The assistant is at work' : waiting ? 'Waiting for your decision' : ''}
        </p>
        <div ref={end} className="end" />
        <Composer
          disabled={busy || waiting === true}
          waiting={waiting === true}
          onSend={(text) => void sendMessage({ text })}
        />
      </main>
    </HighlightContext>
  )
}

/** Whether the server still owes an answer to this message: the page was reloaded too early, or the server was down. */
function isUnanswered(message: DeskMessage | undefined): boolean {
  if (message?.role === 'user') return true
  return message?.parts.some((part) => isToolUIPart(part) && part.state === 'approval-responded') === true
}

/** The server answers an error with JSON; when it is down, the browser has its own words. */
function explain({ message }: Error): string {
  try {
    return JSON.parse(message).error
  } catch {
    return /fetch|network/i.test(message) ? 'The server does not answer. Is it running?' : message
  }
}
