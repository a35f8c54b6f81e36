import type { Conversation } from '@handrail/eval'
import { type Html, html } from '../html/html.ts'

/** The instructions that stand in the page already: most conversations of an agent begin with the same ones. */
export class Instructions {
  readonly #conversations = new Map<string, { readonly nth: number; readonly id: string }>()

  /** Takes note of a conversation that is in the page. */
  add({ id, entries }: Conversation, nth: number): void {
    for (const entry of entries)
      if (entry.kind === 'task' && entry.role === 'system' && !this.#conversations.has(entry.text))
        this.#conversations.set(entry.text, { nth, id })
  }

  /** A link to the first conversation that has them. */
  linkTo(text: string): Html | undefined {
    const first = this.#conversations.get(text)
    return first && html`<a href="#c${first.nth}">${first.id}</a>`
  }
}
