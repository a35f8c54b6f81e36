import { describeOrigins, type OpenRuling } from '@handrail/core'
import type { ToolCall } from '@langchain/core/messages/tool'
import { interrupt, isGraphBubbleUp } from '@langchain/langgraph'
import type { Decision, HITLRequest } from 'langchain'
import { schemaOf } from '../tool-texts.ts'
import { isRecord } from '../written.ts'
import type { DecidedCall } from './decided.ts'

/** A call that a person is to be asked about. */
export interface Question {
  readonly call: ToolCall
  readonly decided: DecidedCall
}

const allowedDecisions: ('approve' | 'edit' | 'reject')[] = ['approve', 'edit', 'reject']

/**
 * Asks a person about calls with one interrupt, as LangChain's own human in the loop does, so that its user interfaces
 * work. An answer that cannot be read is asked for again: LangGraph keeps every answer, so an error here would come back
 * whenever the run is resumed.
 *
 * @returns a decision for each call, or `undefined` where nobody can be asked.
 * @throws GraphInterrupt while there is no answer.
 */
export function askPerson(questions: readonly Question[]): readonly Decision[] | undefined {
  let problem: string | undefined
  for (;;) {
    let answer: unknown
    try {
      answer = interrupt(requestOf(questions, problem))
    } catch (error) {
      if (!isGraphBubbleUp(error)) return undefined
      for (const { decided } of questions) decided.open.suspend(problem)
      throw error
    }
    problem = problemOf(answer, questions.length)
    if (problem === undefined) return (answer as { decisions: Decision[] }).decisions
  }
}

function requestOf(questions: readonly Question[], problem: string | undefined): HITLRequest {
  return {
    actionRequests: questions.map(({ call: { name, args }, decided: { open } }) => ({
      name,
      args,
      description: [problem && `The last answer could not be used: ${problem}`, originsIn(open)]
        .filter(Boolean)
        .join('\n'),
    })),
    reviewConfigs: questions.map(({ call: { name }, decided: { tool } }) => {
      const argsSchema = tool && schemaOf(tool)
      return { actionName: name, allowedDecisions, ...(argsSchema && { argsSchema }) }
    }),
  }
}

/** What a person reads about a call: every argument that names something, and where it came from. */
export function originsIn({ assessment }: Pick<OpenRuling, 'assessment'>): string {
  try {
    return describeOrigins(assessment.verdict)
  } catch {
    return '' // The person is asked all the same.
  }
}

/** What is wrong with an answer, in the words of LangChain's own human in the loop. */
function problemOf(answer: unknown, count: number): string | undefined {
  const decisions = isRecord(answer) ? answer.decisions : undefined
  if (!Array.isArray(decisions)) return 'Invalid HITLResponse: decisions must be a non-empty array'
  if (decisions.length !== count)
    return `Number of human decisions (${decisions.length}) does not match number of hanging tool calls (${count}).`
  const at = decisions.findIndex((decision) => !isDecision(decision))
  return at < 0
    ? undefined
    : `Unexpected human decision at index ${at}. Expected one of ${JSON.stringify(allowedDecisions)}, an edit with \`editedAction\` of a \`name\` and \`args\`.`
}

function isDecision(decision: unknown): decision is Decision {
  if (!isRecord(decision)) return false
  const { type, message, editedAction } = decision
  if (type === 'reject') return message === undefined || typeof message === 'string'
  if (type === 'edit')
    return isRecord(editedAction) && typeof editedAction.name === 'string' && isRecord(editedAction.args)
  return type === 'approve'
}
