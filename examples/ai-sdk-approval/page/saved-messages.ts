import type { DeskMessage } from '../server/message.ts'

const KEY = 'handrail-support-desk'

/** The conversation as it was before the page was reloaded, if it belongs to this desk. */
export function savedMessages(deskId: string): DeskMessage[] {
  try {
    const saved = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    return saved?.deskId === deskId ? saved.messages : []
  } catch {
    return []
  }
}

export function saveMessages(deskId: string, messages: readonly DeskMessage[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ deskId, messages }))
  } catch {
    // No room, or not allowed: then a reload starts anew.
  }
}
