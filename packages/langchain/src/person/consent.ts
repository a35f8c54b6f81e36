import { type Consent, Intervention, inTime, type OpenRuling } from '@handrail/core'
import { callsIn } from '../evidence/conversation.ts'
import { isRecord, saysSame } from '../evidence/written.ts'
import { type Checkpoint, checkpointsOf, listIn, TIMEOUT_MS, writtenBy } from './checkpoints.ts'
import { isSameStep, lastStepOf, type Step } from './same-step.ts'

/** A call that a person may have been asked about. */
interface AskedCall {
  readonly id?: string | undefined
  readonly name: string
  readonly args: unknown
}

/** The run that a call is made in. */
interface RunAtHand {
  /** The one that makes the call among them. */
  readonly messages: readonly unknown[] | undefined
  /** Without a checkpointer in it nobody can have been asked. */
  readonly configurable: unknown
}

type Configurable = Readonly<Record<string, unknown>>

/** Behind the model may stand so many hooks, each with a checkpoint of its own. */
const MOST_STEPS = 8

/** How LangGraph calls checkpoints in the place of what would have followed the one before. */
const LEAVES = /^(?:fork|update)$/

/**
 * What a person has said about a call since the model made it, in whatever part of the graph that asks as LangChain's
 * human in the loop does: none of these leaves a mark on the messages, so it is read from the checkpoints. For a call
 * that is about to run: one that was asked about and refused never gets there.
 *
 * @returns `undefined` where nobody was asked, or where it cannot be found out. Never rejects.
 */
async function consentTo(call: AskedCall, run: () => RunAtHand): Promise<Consent | undefined> {
  try {
    const { messages, configurable } = run()
    if (!isRecord(configurable) || !configurable.__pregel_checkpointer) return undefined
    return await inTime(find(call, messages, configurable), TIMEOUT_MS)
  } catch {
    return undefined
  }
}

/**
 * The same ruling, or one that carries out what a person has said already about a call that we would do something about.
 *
 * @param run asked for only where it matters.
 */
export async function withConsent(ruling: OpenRuling, run: () => RunAtHand): Promise<OpenRuling> {
  const { assessment, proposal } = ruling
  if (proposal.intervention === Intervention.OBSERVE) return ruling
  const { toolCallId, toolName, args } = assessment.call
  const consent = await consentTo({ id: toolCallId, name: toolName, args }, run)
  return consent ? consenting(ruling, consent) : ruling
}

/** A ruling that runs the call, since a person wants it so. */
export function consenting(ruling: OpenRuling, consent: Consent): OpenRuling {
  const carryOut = () => ruling.carryOut(consent)
  return { ...ruling, suspends: false, carryOut, carryOutUnasked: carryOut }
}

async function find(
  call: AskedCall,
  messages: readonly unknown[] | undefined,
  configurable: Configurable,
): Promise<Consent | undefined> {
  const now = messages && lastStepOf(messages)
  const checkpoints = checkpointsOf(configurable)
  // Without it nobody can tell what was asked before from what is asked beside this call.
  if (checkpoints?.currentId === undefined) return undefined
  let found = await checkpoints.current()
  // At the current one, tasks ask about calls of their own, which may look the same as this one.
  let isPassedOver = found !== undefined && idOf(found) === checkpoints.currentId
  for (let step = 0; step < MOST_STEPS; step++) {
    if (!found || !holdsCall(found, call, now)) return undefined
    const said = isPassedOver ? undefined : answerIn(found, call, configurable)
    if (said) return said
    if (!found.parentConfig) return undefined
    // What was asked at a checkpoint is asked anew where the app goes back to it, and not at all where it changes it.
    isPassedOver = LEAVES.test(String(found.metadata?.source))
    found = await checkpoints.read(found.parentConfig)
  }
  return undefined
}

/** Whether the model had made the call by then: what was asked before was about another one. */
function holdsCall({ checkpoint }: Checkpoint, { id }: AskedCall, now: Step | undefined): boolean {
  const messages = checkpoint?.channel_values?.messages
  const then = Array.isArray(messages) ? lastStepOf(messages) : undefined
  if (!then || !callsIn(then.message).some((one) => one.id === id)) return false
  return !now || isSameStep(then, now)
}

function answerIn(
  checkpoint: Checkpoint,
  call: AskedCall,
  { __pregel_task_id: ownTask }: Configurable,
): Consent | undefined {
  const tasks = new Set((checkpoint.pendingWrites ?? []).map(([task]) => task))
  // What this task itself has asked is not answered yet.
  for (const task of tasks) {
    const said = task === ownTask ? undefined : answerOf(task, checkpoint, call)
    if (said) return said
  }
  return undefined
}

/** LangGraph keeps an answer under this id until the task that has asked takes it. */
const NO_TASK = '00000000-0000-0000-0000-000000000000'

/** What a person answered to what one task has asked. */
function answerOf(task: string, checkpoint: Checkpoint, { name, args }: AskedCall): Consent | undefined {
  const asked = writtenBy((one) => one === task, '__interrupt__', checkpoint).flatMap((one) =>
    listIn(one, 'value', 'actionRequests'),
  )
  if (asked.length === 0) return undefined
  const isCall = (one: unknown) => isRecord(one) && one.name === name && saysSame(one.args, args)
  const decisions = writtenBy((one) => one === task || one === NO_TASK, '__resume__', checkpoint)
    .map((one) => listIn(one, 'decisions'))
    .findLast(({ length }) => length === asked.length)
  // A checkpoint that was kept when the run stopped does not hold the answer, without which the graph had not gone on.
  if (!decisions) return asked.some(isCall) ? { approved: true } : undefined
  if (decisions.some((one) => isRecord(one) && isCall(one.editedAction)))
    return { approved: true, edited: true }
  // Whoever asks leaves refused calls out of those that run. Should one get here all the same, it was not approved.
  const isApproved = asked.some((one, at) => isCall(one) && isApproval(decisions[at]))
  return isApproved ? { approved: true } : undefined
}

function isApproval(decision: unknown): boolean {
  return isRecord(decision) && decision.type === 'approve'
}

function idOf({ config }: Checkpoint): unknown {
  return config?.configurable?.checkpoint_id
}
