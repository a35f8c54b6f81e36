import { type FormEvent, useState } from 'react'

interface Props {
  toolName: string
  /** Why it is asked, where nothing else on the page says so. */
  why: string | undefined
  onDecide: (approved: boolean, reason: string) => void
}

/** What the person says to a call that waits. */
export function Decision({ toolName, why, onDecide }: Props) {
  const [reason, setReason] = useState('')

  function reject(event: FormEvent) {
    event.preventDefault()
    onDecide(false, reason.trim() || 'Rejected. Look the value up, or ask me.')
  }

  return (
    <form className="decision" onSubmit={reject}>
      {why && <p className="why">{why}</p>}
      <input
        aria-label="Reason, which the assistant reads"
        placeholder="Reason, if you reject (the assistant reads it)"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <button type="submit" className="reject" aria-label={`Reject ${toolName}`}>
        Reject
      </button>
      <button
        type="button"
        className="approve"
        aria-label={`Approve ${toolName}`}
        onClick={() => onDecide(true, reason.trim())}
      >
        Approve
      </button>
    </form>
  )
}
