import { type Guard, type GuardOptions, guardOf, Intervention } from '@handrail/core'
import type { DescriptionFactory, WhenPredicate } from 'langchain'
import { originsIn } from '../person/review.ts'
import { judgeOf } from './judge.ts'

/**
 * For `humanInTheLoopMiddleware`: asks a person only about calls that the guard would do something about, such as those
 * whose ids the model made up. Tools that only read are never asked about. A fault of ours lets the
 * call run and is recorded; nothing else is, since what becomes of the call is not ours to know.
 *
 * @param guardOrOptions a guard to share, or options for a new one; `handler` does not matter here.
 *
 * @example
 * humanInTheLoopMiddleware({
 *   interruptOn: {
 *     cancel_order: {
 *       allowedDecisions: ['approve', 'edit', 'reject'],
 *       when: whenUngrounded(),
 *       description: describeUngrounded(),
 *     },
 *   },
 * })
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function whenUngrounded(guardOrOptions?: Guard | GuardOptions): WhenPredicate {
  const judge = judgeOf(guardOf(guardOrOptions))
  return ({ toolCall, tool, state }) => {
    const given = { messages: state.messages, tool, canAsk: true }
    const { decision, faults } = judge.assess(toolCall, given)
    if (faults.length > 0) judge.observe(toolCall, given)
    return decision.intervention !== Intervention.OBSERVE
  }
}

/**
 * For `humanInTheLoopMiddleware`: what the person reads who is asked about a call. A line for every id-like argument says
 * where its value came from, or that it was not seen anywhere; what was not judged is shown as LangChain shows it.
 *
 * @param guardOrOptions a guard to share, or options for a new one; `handler` does not matter here.
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function describeUngrounded(guardOrOptions?: Guard | GuardOptions): DescriptionFactory {
  const judge = judgeOf(guardOf(guardOrOptions))
  return (toolCall, state) => {
    const { verdict } = judge.assess(toolCall, { messages: state.messages, canAsk: true })
    const origins = originsIn(verdict)
    const args = JSON.stringify(toolCall.args, null, 2)
    return `Tool execution requires approval\n\nTool: ${toolCall.name}\n${origins === '' ? `Args: ${args}` : origins}`
  }
}
