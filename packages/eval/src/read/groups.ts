import { idOfGroup } from '../import/frame.ts'
import { isFields } from '../import/values.ts'

/** The messages of one conversation of a file with a message a line. */
export interface Group {
  /** The id that its messages name, `''` when they name none. */
  readonly id: string
  /** The line of its first message. */
  readonly line: number
  readonly messages: unknown[]
  /** Whether earlier messages were handed out before, when there was no more room for them. */
  readonly isRest: boolean
}

/** So many conversations are collected at the same time: a log of weeks goes back to old ones. */
const MOST_GROUPS = 50_000
/** So much is kept when there was too much. */
const ENOUGH = 15 / 16
/** So many ids of conversations that were handed out are remembered. */
const MOST_IDS = 500_000

/** Collects the messages of conversations that lie one message a line, in any order of conversations, within bounds. */
export class Groups {
  readonly #maxBytes: number
  /** The one that was added to last is the last. */
  readonly #open = new Map<string, { group: Group; bytes: number }>()
  readonly #done = new Set<string>()
  #bytes = 0

  /** @param maxBytes so much of messages is kept, in bytes of their lines. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Takes a message in. Hands out the conversations that there is no more room for: those that rested longest. */
  *add(message: unknown, line: number, bytes: number): Generator<Group> {
    this.#forgetSome()
    const id = (isFields(message) ? idOfGroup(message) : undefined) ?? ''
    const known = this.#open.get(id)
    this.#open.delete(id)
    const { group, bytes: before } = known ?? {
      group: { id, line, messages: [], isRest: this.#done.has(id) },
      bytes: 0,
    }
    group.messages.push(message)
    this.#open.set(id, { group, bytes: before + bytes })
    this.#bytes += bytes
    if (this.#bytes > this.#maxBytes || this.#open.size > MOST_GROUPS) yield* this.#handOut()
  }

  /** Hands out the others, as they began. */
  *rest(): Generator<Group> {
    const groups = Array.from(this.#open.values(), ({ group }) => group)
    this.#open.clear()
    yield* groups.sort((a, b) => a.line - b.line)
  }

  #forgetSome(): void {
    if (this.#done.size <= MOST_IDS) return
    for (const oldest of this.#done) {
      if (this.#done.size <= MOST_IDS * ENOUGH) return
      this.#done.delete(oldest)
    }
  }

  /** Makes some room at once: to find the first of a map takes the longer, the more of it was deleted. */
  *#handOut(): Generator<Group> {
    for (const [id, { group, bytes }] of this.#open) {
      if (this.#bytes <= this.#maxBytes * ENOUGH && this.#open.size <= MOST_GROUPS * ENOUGH) return
      this.#open.delete(id)
      this.#bytes -= bytes
      this.#done.add(id)
      yield group
    }
  }
}
