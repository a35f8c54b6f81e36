import { type FormEvent, useState } from 'react'

interface Props {
  disabled: boolean
  waiting: boolean
  onSend: (text: string) => void
}

/** Where the person writes. */
export function Composer({ disabled, waiting, onSend }: Props) {
  const [text, setText] = useState('')

  function send(event: FormEvent) {
    event.preventDefault()
    if (disabled || text.trim() === '') return
    onSend(text.trim())
    setText('')
  }

  return (
    <form className="composer" onSubmit={send}>
      <input
        aria-label="Message"
        placeholder={waiting ? 'Decide first, then we can go on' : 'Write to the assistant'}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" disabled={disabled}>
        Send
      </button>
    </form>
  )
}
