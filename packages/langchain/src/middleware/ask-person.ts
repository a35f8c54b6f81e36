import type { Guard, OpenRuling } from '@handrail/core'
import type { ToolCall } from '@langchain/core/messages/tool'
import { interrupt } from '@langchain/langgraph'
import { isBubbleUp } from '../answer/bubble-up.ts'
import { isNews } from '../person/raised.ts'
import { decisionsIn, type ReviewDecision, type ReviewedCall, reviewOf } from '../person/review.ts'

/** A call that a person is to be asked about. */
export interface Question extends ReviewedCall {
  readonly call: ToolCall
  readonly open: OpenRuling
}

/**
 * Asks a person about calls with one interrupt, as LangChain's own human in the loop does, so that its user interfaces
 * work. An answer that cannot be read is asked for again: LangGraph keeps every answer, so an error here would come back
 * whenever the run is resumed.
 *
 * @returns a decision for each call, or `undefined` where nobody can be asked.
 * @throws GraphInterrupt while there is no answer.
 */
export function askPerson(
  questions: readonly Question[],
  guard: Guard,
): readonly ReviewDecision[] | undefined {
  const toolNames = questions.map(({ call }) => call.name)
  let problem: string | undefined
  for (let answers = 0; ; answers++) {
    let answer: unknown
    try {
      answer = interrupt(reviewOf(questions, problem))
    } catch (error) {
      if (!isBubbleUp(error)) return undefined
      for (const { open } of questions)
        if (isNews(guard, open.assessment, answers, error)) open.suspend(problem)
      throw error
    }
    const decisions = decisionsIn(answer, toolNames)
    if (typeof decisions !== 'string') return decisions
    problem = decisions
  }
}
