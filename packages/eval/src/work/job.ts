import type { Conversation, Problem } from '../conversation.ts'

export { isProblem } from '../read/read-conversations.ts'

/**
 * Work on recorded conversations that can be split: what is found out about some of them does not depend on the others,
 * and results can be put together. It runs in several threads, so all that goes in and out is plain data.
 *
 * To add one, export it from a module of its own and name that in `jobs.ts`.
 */
export interface Job<Setup, Result> {
  /**
   * Called once in every thread.
   *
   * @param setup what `mapConversations` was given, as a structured clone.
   * @returns what works on a batch: conversations of one file that stand together, and problems with reading them, in
   * their order. They are read while it goes through them, so it should do so once and keep none.
   */
  open(setup: Setup): (batch: Iterable<Conversation | Problem>) => Result
}
