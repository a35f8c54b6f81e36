import { type Consent, inTime } from '@handrail/core'
import { type Checkpoint, checkpointsOf, listIn, TIMEOUT_MS, writtenBy } from './checkpoints.ts'
import { callsIn } from './conversation.ts'
import { asMessage } from './message-like.ts'
import { isRecord, saysSame } from './written.ts'

/** A call that a person may have been asked about. */
interface AskedCall {
  readonly id?: string | undefined
  readonly name: string
  readonly args: unknown
}

/** Behind the model may stand so many hooks, each with a checkpoint of its own. */
const MOST_STEPS = 8

/**
 * What a person has said about a call since the model made it, in whatever part of the graph that asks as LangChain's
 * human in the loop does: none of these leaves a mark on the messages, so it is read from the checkpoints. For a call
 * that is about to run: one that was asked about and refused never gets there.
 *
 * @param configurable of the run. Without a checkpointer nobody can have been asked.
 * @returns `undefined` where nobody was asked, or where it cannot be found out. Never rejects.
 */
export async function consentTo(call: AskedCall, configurable: unknown): Promise<Consent | undefined> {
  try {
    return await inTime(find(call, isRecord(configurable) ? configurable : undefined), TIMEOUT_MS)
  } catch {
    return undefined
  }
}

async function find(
  call: AskedCall,
  configurable: Readonly<Record<string, unknown>> | undefined,
): Promise<Consent | undefined> {
  const checkpoints = configurable && checkpointsOf(configurable)
  let config = checkpoints?.latest
  for (let step = 0; step < MOST_STEPS; step++) {
    const found = await checkpoints?.read(config)
    if (!found || !holdsCall(found, call)) return undefined
    const said = answerIn(found, call, configurable?.__pregel_task_id)
    if (said) return said
    if (!found.parentConfig) return undefined
    config = found.parentConfig
  }
  return undefined
}

/** Whether the model had made the call by then: what was asked before was about another one. */
function holdsCall({ checkpoint }: Checkpoint, { id }: AskedCall): boolean {
  const messages = checkpoint?.channel_values?.messages
  if (!Array.isArray(messages)) return false
  const last = messages.map(asMessage).findLast((message) => callsIn(message).length > 0)
  return callsIn(last).some((one) => one.id === id)
}

function answerIn(checkpoint: Checkpoint, { name, args }: AskedCall, ownTask: unknown): Consent | undefined {
  // What this task itself has asked is not answered yet.
  const isOther = (task: string) => task !== ownTask
  const asked = writtenBy(isOther, '__interrupt__', checkpoint).flatMap((one) =>
    listIn(one, 'value', 'actionRequests'),
  )
  const answers = writtenBy(isOther, '__resume__', checkpoint).map((one) => listIn(one, 'decisions'))
  // Whoever asks leaves the others out of the calls that run. Should one get here all the same, it was not approved.
  const answer = answers.findLast(({ length }) => length === asked.length)
  const isApproved = asked.some(
    (one, at) =>
      isRecord(one) &&
      one.name === name &&
      saysSame(one.args, args) &&
      (!answer || (isRecord(answer[at]) && answer[at].type === 'approve')),
  )
  if (isApproved) return { approved: true }
  const decisions = answers.flat()
  const isEdit = decisions.some(
    (one) =>
      isRecord(one) &&
      isRecord(one.editedAction) &&
      one.editedAction.name === name &&
      saysSame(one.editedAction.args, args),
  )
  return isEdit ? { approved: true, edited: true } : undefined
}
