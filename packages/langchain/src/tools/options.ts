import { type Guard, type GuardOptions, guardAndHostOf, toBeOneOf } from '@handrail/core'

/** What guarded tools add to the options of a guard. */
export interface LangChainToolHostOptions {
  /**
   * What DEFER does: `'reprompt'` (default) sends the model back with a note; `'interrupt'` asks a person.
   *
   * The graph stops then as at LangGraph's own `interrupt`, with a `HITLRequest` of LangChain for one call whose
   * `description` says where the arguments came from. It goes on with
   * `new Command({ resume: { [interrupt.id]: { decisions: [decision] } } })`:
   * - `{ type: 'approve' }`: the call runs.
   * - `{ type: 'edit', editedAction: { name, args } }`: the tool runs with these arguments, which are not judged. The
   *   name must be the tool's own. The model's message keeps the arguments that the model wrote.
   * - `{ type: 'reject', message? }`: the model reads the message in place of a result.
   * - Anything else: the person is asked again, and the `description` and the record say what was wrong.
   *
   * Outside of a graph, and in one without a checkpointer, nobody can be asked and the model is sent back.
   *
   * Two properties of LangGraph to know of:
   * - Calls of one step are asked about one by one, so answer by the interrupts' ids: an answer without an id goes to
   *   all of them.
   * - Where one node runs all calls of a step (`version: 'v1'`, a `ToolNode` in a graph of your own, a node of your
   *   own), LangGraph runs the whole node again after every answer. Guarded tools with this option that are called at
   *   the same time wait until the last of them is answered, so each runs once. Other tools beside them run again each
   *   time, as does what a node of your own has called before: give all tools to `guardTools`, or use the middleware.
   *
   * A handler of your own must decide alike when the graph goes on.
   */
  readonly defer?: 'reprompt' | 'interrupt' | undefined
}

/** Options of guarded tools: those of a new guard, or a guard to share, and what belongs to the host. */
export type LangChainToolOptions =
  | (GuardOptions & LangChainToolHostOptions & { readonly guard?: undefined })
  | (LangChainToolHostOptions & { readonly guard: Guard })

/** A guard, and what belongs to the host. */
export interface ToolSettings extends LangChainToolHostOptions {
  readonly guard: Guard
}

/**
 * Takes the second argument of `guardTool` apart.
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function toolSettingsOf(given: Guard | LangChainToolOptions | undefined): ToolSettings {
  const { guard, host } = guardAndHostOf<LangChainToolHostOptions>(given, {
    defer: toBeOneOf('reprompt', 'interrupt'),
  })
  return { guard, ...host }
}
