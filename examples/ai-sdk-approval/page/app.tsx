import { useCallback, useEffect, useState } from 'react'
import { Chat } from './chat.tsx'
import { Database } from './database.tsx'
import { type DeskState, fetchDesk, startOver } from './desk-client.ts'

/** The page: the conversation, and beside it what the database holds. */
export function App() {
  const [desk, setDesk] = useState<DeskState>()
  const [error, setError] = useState<string>()

  const load = useCallback(async (get: () => Promise<DeskState>) => {
    try {
      setDesk(await get())
      setError(undefined)
    } catch {
      setError('The server does not answer. Is it running?')
    }
  }, [])
  const refresh = useCallback(() => load(fetchDesk), [load])

  useEffect(() => {
    void refresh()
  }, [refresh])

  return (
    <>
      <header className="bar">
        <h1>Support desk</h1>
        <p>An assistant that asks before it acts on an id nobody gave it</p>
        <button type="button" className="quiet" onClick={() => void load(startOver)}>
          Start over
        </button>
      </header>
      {error && (
        <div role="alert" className="alert">
          <p>{error}</p>
          <button type="button" onClick={() => void refresh()}>
            Try again
          </button>
        </div>
      )}
      {desk && (
        <div className="columns">
          {/* Another desk is another conversation. */}
          <Chat key={desk.id} deskId={desk.id} onSettled={refresh} />
          <Database key={`rows of ${desk.id}`} tables={desk.tables} />
        </div>
      )}
    </>
  )
}
