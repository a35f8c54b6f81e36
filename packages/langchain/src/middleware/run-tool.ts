import type { Ruling } from '@handrail/core'
import { ToolMessage } from '@langchain/core/messages'
import type { ToolCallHandler, ToolCallRequest } from 'langchain'
import { errorForModel, withheldAnswer, withNote } from '../answer/answer.ts'
import { remembered } from '../evidence/ledger.ts'
import { enterTool } from '../evidence/nesting.ts'
import { withConsent } from '../person/consent.ts'
import { stopperOf } from '../stop.ts'
import type { DecidedCall, DecidedCalls } from './decided.ts'
import type { Judge } from './judge.ts'
import { ledgerIn } from './ledger-state.ts'
import { messageOfError } from './tool-error.ts'

type Answer = Awaited<ReturnType<ToolCallHandler>>

/**
 * Runs a tool as its call is ruled on. The tool's own run stands outside of everything that we catch for our own sake, or
 * a fault of ours could run it twice.
 */
export async function runTool(
  request: ToolCallRequest,
  handler: ToolCallHandler,
  judge: Judge,
  decided: DecidedCalls,
  toolErrors: 'model' | 'throw',
): Promise<Answer> {
  const ruling = await ruleOn(request, judge, decided)
  if (ruling.kind === 'abort') throw ruling.reason
  if (ruling.kind === 'withhold') {
    const answer = withheldAnswer(ruling.proposal, ruling.assessment)
    // A call without an id cannot be answered by it, but the agent takes nothing else.
    return typeof answer === 'string' ? new ToolMessage({ content: answer, tool_call_id: '' }) : answer
  }
  const { note, assessment } = ruling
  const { state, runtime } = request
  // A run within the tool is judged by what the model around it had read.
  const leave = enterTool(runtime, () => remembered(ledgerIn(state), state?.messages ?? []))
  let result: Answer
  try {
    result = await handler(request as Parameters<ToolCallHandler>[0])
  } catch (error) {
    const isAborted = request.runtime?.signal?.aborted
    const told = note === undefined || isAborted ? error : errorForModel(error, note)
    const message = toolErrors === 'throw' || isAborted ? undefined : messageOfError(told, request.toolCall)
    if (!message) throw told
    return message
  } finally {
    leave()
  }
  return note === undefined || !assessment ? result : (withNote(result, note, assessment) as Answer)
}

/** The ruling of the step, where there is one, or one of this moment. Never rejects. */
async function ruleOn(request: ToolCallRequest, judge: Judge, decided: DecidedCalls): Promise<Ruling> {
  try {
    const { toolCall, tool, state, runtime } = request
    const stop = stopperOf(runtime?.signal)
    const earlier = earlierRuling(request, decided)
    // Judged before the tool was known, a call is judged again: what the tool says about itself counts.
    const open =
      earlier && (earlier.isAnswered || earlier.tool === tool)
        ? earlier.open
        : await judge.decide(toolCall, {
            ...{ messages: state?.messages, ledger: ledgerIn(state) },
            ...{ runtime, tool, signal: runtime?.signal },
          })
    if (open.kind === 'abort') return open
    const isAnswered = open === earlier?.open && earlier.isAnswered
    if (isAnswered) return await open.carryOutUnasked()
    const run = { messages: state?.messages, configurable: runtime?.configurable }
    const consented = await withConsent(stop(judge.guard, open), () => run)
    return await consented.carryOutUnasked()
  } catch {
    return { kind: 'run' }
  }
}

function earlierRuling({ toolCall, state }: ToolCallRequest, decided: DecidedCalls): DecidedCall | undefined {
  try {
    return decided.take(state.messages, toolCall)
  } catch {
    return undefined // Judged anew, the call leaves a record that says what is wrong with it.
  }
}
