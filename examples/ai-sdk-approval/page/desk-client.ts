import type { Tables } from '../server/desk.ts'

/** What the server tells of its desk. */
export interface DeskState {
  readonly id: string
  readonly tables: Tables
}

/** The rows as they are now. */
export const fetchDesk = (): Promise<DeskState> => request('/api/desk')

/** A fresh database and a fresh conversation. */
export const startOver = (): Promise<DeskState> => request('/api/start-over', { method: 'POST' })

async function request(path: string, init?: RequestInit): Promise<DeskState> {
  const response = await fetch(path, init)
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return (await response.json()) as DeskState
}
