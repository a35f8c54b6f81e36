/** A call that waits for its result. */
export interface OpenCall {
  /** The id that the call was given. */
  readonly id: string
  readonly name: string
  isAnswered: boolean
}

/** The calls of a conversation, by the ids that were recorded, to which results find back. */
export class OpenCalls {
  readonly #byId = new Map<string, OpenCall[]>()
  /** Made when it is first needed: nearly all results name an id. */
  #byName: Map<string, { readonly calls: OpenCall[]; next: number }> | undefined
  readonly #all: OpenCall[] = []
  readonly #taken = new Set<string>()
  readonly #copies = new Map<string, number>()

  /**
   * Gives a call an id that no other call has.
   *
   * @param recorded the id that was recorded, `''` when there is none.
   * @param fallback what it is called then.
   */
  add(recorded: string, name: string, fallback: string): OpenCall {
    const call = { id: this.#idOf(recorded || fallback), name, isAnswered: false }
    const same = this.#byId.get(recorded)
    if (same) same.push(call)
    else if (recorded !== '') this.#byId.set(recorded, [call])
    this.#all.push(call)
    if (this.#byName) enqueue(this.#byName, call)
    return call
  }

  /**
   * The call that a result answers: the latest of that id that is not answered; of an id that no call has, the first of
   * that name. Where all calls of its id are answered, it repeats an answer, and must not take that of another call.
   */
  answer(recorded: string, name: string): OpenCall | undefined {
    const call = this.#byId.has(recorded) ? this.#latestOf(recorded) : this.#firstOf(name)
    if (call) call.isAnswered = true
    return call
  }

  #latestOf(recorded: string): OpenCall | undefined {
    const calls = this.#byId.get(recorded)
    while (calls?.at(-1)?.isAnswered) calls.pop()
    return calls?.at(-1)
  }

  #firstOf(name: string): OpenCall | undefined {
    if (name === '') return undefined
    if (!this.#byName) {
      this.#byName = new Map()
      for (const call of this.#all) enqueue(this.#byName, call)
    }
    const queue = this.#byName.get(name)
    while (queue?.calls[queue.next]?.isAnswered) queue.next++
    return queue?.calls[queue.next]
  }

  #idOf(wanted: string): string {
    let id = wanted
    while (this.#taken.has(id)) {
      const copy = (this.#copies.get(wanted) ?? 1) + 1
      this.#copies.set(wanted, copy)
      id = `${wanted}#${copy}`
    }
    this.#taken.add(id)
    return id
  }
}

function enqueue(queues: Map<string, { readonly calls: OpenCall[]; next: number }>, call: OpenCall): void {
  const queue = queues.get(call.name)
  if (queue) queue.calls.push(call)
  else queues.set(call.name, { calls: [call], next: 0 })
}
