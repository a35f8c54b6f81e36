import { NOTE_MARKER } from '@handrail/core'
import { isThenable } from './async.ts'
import type { NoteStore } from './options.ts'

/** More notes than this for one input are dropped, the oldest first. */
const MOST_NOTES = 1_000
/** A store that has not answered by then is not waited for, in milliseconds. */
const STORE_TIMEOUT_MS = 1_000

/**
 * Carries a note from the run of a tool to the rendering of its result. The SDK hands the same input object to both, so
 * notes live as long as their input; for inputs that are no objects the input and the id of the call are all there is to go by. What ran
 * elsewhere, before a chat was stored, is asked of the app's store.
 */
export class Notes {
  readonly #byInput = new WeakMap<object, Map<string, string | undefined>>()
  readonly #byId = new Map<string, string | undefined>()
  readonly #store: NoteStore | undefined

  constructor(store: NoteStore | undefined) {
    this.#store = store
  }

  /** Notes a run, with or without a note. */
  set(input: unknown, toolCallId: string, note: string | undefined): void {
    // Without a store, silence needs no memory; but an id that is used again must not find an older note.
    const key = keyOf(input, toolCallId)
    if (note === undefined && !this.#store && !this.#of(input)?.has(key)) return
    let notes = this.#of(input)
    if (!notes) {
      notes = new Map()
      this.#byInput.set(input as object, notes)
    }
    notes.set(key, note)
    for (const oldest of notes.keys()) {
      if (notes.size <= MOST_NOTES) break
      notes.delete(oldest)
    }
  }

  get(input: unknown, toolCallId: string): string | undefined | Promise<string | undefined> {
    const notes = this.#of(input)
    const key = keyOf(input, toolCallId)
    if (!this.#store || notes?.has(key)) return notes?.get(key)
    return stored(this.#store, toolCallId)
  }

  #of(input: unknown): Map<string, string | undefined> | undefined {
    return typeof input === 'object' && input !== null ? this.#byInput.get(input) : this.#byId
  }
}

/** Two conversations may have calls of one id. */
function keyOf(input: unknown, toolCallId: string): string {
  return typeof input === 'string' ? JSON.stringify([toolCallId, input]) : toolCallId
}

/** What the app's store holds, if it answers in time and with a note of ours. */
function stored(store: NoteStore, toolCallId: string): string | undefined | Promise<string | undefined> {
  try {
    const answer = store.get(toolCallId)
    if (!isThenable(answer)) return noteIn(answer)
    let timer: unknown
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), STORE_TIMEOUT_MS)
    })
    return Promise.race([Promise.resolve(answer).then(noteIn, () => undefined), late]).finally(() =>
      clearTimeout(timer as Parameters<typeof clearTimeout>[0]),
    )
  } catch {
    return undefined
  }
}

/** Only a line of ours is shown as one: whatever else a store holds is not for the model. */
function noteIn(answer: unknown): string | undefined {
  const isNote = typeof answer === 'string' && answer.startsWith(NOTE_MARKER) && !/[\n\r]/.test(answer)
  return isNote ? answer : undefined
}
