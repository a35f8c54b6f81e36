/** More notes than this for one input are dropped, the oldest first. */
const MOST_NOTES = 1_000

/**
 * Carries a note from the run of a tool to the rendering of its result. The SDK hands the same input object to both, so
 * notes live as long as their input; for inputs that are no objects only the id of the call is left to go by.
 */
export class Notes {
  readonly #byInput = new WeakMap<object, Map<string, string>>()
  readonly #byId = new Map<string, string>()

  set(input: unknown, toolCallId: string, note: string): void {
    let notes = this.#of(input)
    if (!notes) {
      notes = new Map()
      this.#byInput.set(input as object, notes)
    }
    notes.set(toolCallId, note)
    for (const oldest of notes.keys()) {
      if (notes.size <= MOST_NOTES) break
      notes.delete(oldest)
    }
  }

  get(input: unknown, toolCallId: string): string | undefined {
    return this.#of(input)?.get(toolCallId)
  }

  #of(input: unknown): Map<string, string> | undefined {
    return typeof input === 'object' && input !== null ? this.#byInput.get(input) : this.#byId
  }
}
