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

/** So many conversations are collected at the same time. */
const MOST_GROUPS = 1_000
/** So many ids of conversations that were handed out are remembered. */
const MOST_IDS = 100_000

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
    while (this.#bytes > this.#maxBytes || this.#open.size > MOST_GROUPS) yield* this.#handOut()
  }

  /** Hands out the others, as they began. */
  *rest(): Generator<Group> {
    const groups = Array.from(this.#open.values(), ({ group }) => group)
    this.#open.clear()
    yield* groups.sort((a, b) => a.line - b.line)
  }

  *#handOut(): Generator<Group> {
    for (const [id, { group, bytes }] of this.#open) {
      this.#open.delete(id)
      this.#bytes -= bytes
      for (const oldest of this.#done) {
        if (this.#done.size < MOST_IDS) break
        this.#done.delete(oldest)
      }
      this.#done.add(id)
      yield group
      return
    }
  }
}
