import type { Assessment, Guard } from '@handrail/core'
import { Recent } from '../recent.ts'

/** Questions that a guard remembers to have asked. */
const MOST_QUESTIONS = 1_000

const raised = new WeakMap<Guard, Recent<true>>()

/**
 * Whether a question about a call was not raised before: LangGraph raises it again whenever it goes on with the answer to
 * another one.
 *
 * @param answers how many the person has given. Older versions have one id for all questions of a node.
 * @param error what LangGraph raised.
 */
export function isNews(guard: Guard, { call }: Assessment, answers: number, error: unknown): boolean {
  const id = (error as { interrupts?: { id?: unknown }[] }).interrupts?.[0]?.id
  if (typeof id !== 'string') return true
  const known = raised.get(guard) ?? new Recent<true>(MOST_QUESTIONS)
  raised.set(guard, known)
  const key = JSON.stringify([id, call.toolCallId, answers])
  if (known.get(key)) return false
  known.set(key, true)
  return true
}
