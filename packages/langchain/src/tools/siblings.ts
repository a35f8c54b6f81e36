/**
 * The guarded calls that one run of a node makes at the same time. LangGraph gives out the answers of people in the order
 * in which they are asked for, and runs the whole node again for each. So these calls ask in the order in which they
 * came, and as long as one of them waits for its answer, none of them runs.
 */
export class Siblings {
  readonly #asking: Promise<unknown>[] = []
  #raised: { readonly error: unknown } | undefined

  /** Whether one of the calls waits for a person. */
  get isInterrupted(): boolean {
    return this.#raised !== undefined
  }

  /** Ends all of the calls with what LangGraph raised to ask about one. */
  interrupt(error: unknown): void {
    this.#raised ??= { error }
  }

  /**
   * @param ask is handed what to wait for before it asks.
   * @param waits whether a call has to wait for the others, by what it answers.
   * @throws what one of the calls raised.
   */
  async ask<Answer>(
    ask: (turn: Promise<unknown>) => Promise<Answer>,
    waits: (answer: Answer) => boolean,
  ): Promise<Answer> {
    const asking = ask(Promise.allSettled([...this.#asking]))
    this.#asking.push(asking)
    const answer = await asking
    if (!waits(answer)) return answer
    // Those that come while the others are asked count as well.
    for (let known = 0; known < this.#asking.length; ) {
      known = this.#asking.length
      await Promise.allSettled(this.#asking)
    }
    if (this.#raised) throw this.#raised.error
    return answer
  }
}

const ofNodes = new WeakMap<object, Siblings>()

/**
 * Lets a call ask together with those that its node makes at the same time.
 *
 * @param node what LangGraph keeps for one run of a node.
 * @param waits whether the call has to wait for the others, by what it answers.
 * @throws what one of the calls raised.
 */
export async function askAmongSiblings<Answer>(
  node: object,
  ask: (siblings: Siblings, turn: Promise<unknown>) => Promise<Answer>,
  waits: (answer: Answer) => boolean,
): Promise<Answer> {
  const siblings = ofNodes.get(node) ?? new Siblings()
  ofNodes.set(node, siblings)
  try {
    return await siblings.ask((turn) => ask(siblings, turn), waits)
  } finally {
    // What the node calls later does not wait with them.
    if (ofNodes.get(node) === siblings) ofNodes.delete(node)
  }
}
