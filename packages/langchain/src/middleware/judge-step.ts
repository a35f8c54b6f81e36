import type { Assessment } from '@handrail/core'
import type { BaseMessage, ToolMessage } from '@langchain/core/messages'
import type { ToolCall } from '@langchain/core/messages/tool'
import type { Runtime } from 'langchain'
import { schemaOf } from '../evidence/tool-texts.ts'
import { consenting, withConsent } from '../person/consent.ts'
import type { ReviewDecision } from '../person/review.ts'
import { askPerson, type Question } from './ask-person.ts'
import { askedBefore } from './asked-before.ts'
import type { DecidedCalls } from './decided.ts'
import type { Judge } from './judge.ts'
import { ledgerIn } from './ledger-state.ts'
import { editedCall, refusalOf, type Step, stepOf, withEdits } from './step.ts'

/** What changes in the state of the agent. */
interface StepUpdate {
  readonly messages: BaseMessage[]
  readonly jumpTo?: 'model'
}

/**
 * Judges all calls of a step before any tool of it runs, and asks a person about those that are deferred. What was
 * decided is carried out when the tools run; only a call that the person refused is answered here.
 *
 * Runs again from the top when the person has answered, and comes to the same questions: those that were asked, whatever
 * it would ask now.
 */
export async function judgeStep(
  state: { readonly messages: readonly BaseMessage[] } | undefined,
  runtime: Runtime,
  judge: Judge,
  decided: DecidedCalls,
): Promise<StepUpdate | undefined> {
  let step: Step | undefined
  let questions: Question[]
  try {
    step = stepOf(state?.messages ?? [])
    if (!step) return undefined
    questions = await judgeCalls(step, state, runtime, judge, decided)
  } catch {
    return undefined // Each call is judged when it runs, and the record says what went wrong.
  }
  if (questions.length === 0) return undefined
  const decisions = askPerson(questions, judge.guard)
  return decisions && answersTo(step, questions, decisions, decided)
}

/** @returns what a person is to be asked. */
async function judgeCalls(
  step: Step,
  state: { readonly messages: readonly BaseMessage[] } | undefined,
  runtime: Runtime,
  judge: Judge,
  decided: DecidedCalls,
): Promise<Question[]> {
  const { pending } = step
  const { configurable, signal } = runtime
  const canAsk = configurable?.__pregel_checkpointer !== undefined
  const asked = await askedBefore(pending, configurable)
  const questions = await Promise.all(
    pending.map(async (call): Promise<Question[]> => {
      const tool = judge.known(call.name)
      const given = { messages: state?.messages, ledger: ledgerIn(state), runtime, canAsk, signal }
      const wasAsked = asked?.has(call)
      // What a tool says about itself is told when it runs: until then, only what a person has to be asked is decided.
      if (!tool && !wasAsked && !defers(judge.assess(call, given))) return []
      const ruling = await judge.decide(call, given)
      if (ruling.kind === 'abort') return []
      const isNew = wasAsked === undefined && canAsk && ruling.suspends
      const open = isNew
        ? await withConsent(ruling, () => ({ messages: state?.messages, configurable }))
        : ruling
      const asks = wasAsked ?? (isNew && open.suspends)
      decided.set(step, call, { open, tool, isAnswered: isNew && !asks })
      return asks ? [{ call, open, assessment: open.assessment, argsSchema: tool && schemaOf(tool) }] : []
    }),
  )
  return questions.flat()
}

function defers({ decision: { rung } }: Assessment): boolean {
  return !rung.dispatches && !rung.returnsSynthetic
}

/** Takes the person at their word, call by call: none is lost because another one was refused. */
function answersTo(
  step: Step,
  questions: readonly Question[],
  decisions: readonly ReviewDecision[],
  decided: DecidedCalls,
): StepUpdate | undefined {
  const { message, pending } = step
  const edits = new Map<ToolCall, ToolCall>()
  const refusals: ToolMessage[] = []
  for (const [at, { call, open }] of questions.entries()) {
    const decision = decisions[at]
    if (decision?.type === 'reject') {
      open.refuse()
      refusals.push(refusalOf(open.assessment, decision))
      continue
    }
    const edit = decision?.type === 'edit' ? editedCall(call, decision) : undefined
    if (edit) edits.set(call, edit)
    const consent = { approved: true, ...(edit && { edited: true }) } as const
    decided.set(step, edit ?? call, { open: consenting(open, consent), isAnswered: true })
  }
  if (edits.size === 0 && refusals.length === 0) return undefined
  const edited = edits.size > 0 ? withEdits(message, edits) : undefined
  if (edited) decided.replace(step, edited)
  const messages = [...(edited ? [edited] : []), ...refusals]
  // The agent would end where all calls are answered and nobody sends it on. It tells calls apart by their ids alone.
  const answered = new Set(refusals.map((refusal) => refusal.tool_call_id))
  const goesOn = refusals.length === pending.length || pending.every(({ id }) => id && answered.has(id))
  return goesOn ? { messages, jumpTo: 'model' } : { messages }
}
