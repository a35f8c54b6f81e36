import { type Consent, inTime } from '@handrail/core'
import { callsIn } from './conversation.ts'
import { asMessage } from './message-like.ts'
import { isRecord, saysSame } from './written.ts'

/** A call that a person may have been asked about. */
interface AskedCall {
  readonly id?: string | undefined
  readonly name: string
  readonly args: unknown
}

/** What we read of a checkpoint: LangGraph's `CheckpointTuple`. */
interface Checkpoint {
  readonly checkpoint?: { readonly channel_values?: { readonly messages?: unknown } }
  readonly pendingWrites?: readonly (readonly [taskId: string, channel: string, value: unknown])[]
  readonly parentConfig?: unknown
}

interface Checkpointer {
  getTuple(config: unknown): Promise<Checkpoint | undefined>
}

/** Behind the model may stand so many hooks, each with a checkpoint of its own. */
const MOST_STEPS = 8
/** A store that has not answered by then is not waited for. */
const TIMEOUT_MS = 1_000

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
  if (!configurable) return undefined
  const { __pregel_checkpointer, thread_id, checkpoint_ns } = configurable
  const checkpointer = __pregel_checkpointer as Checkpointer | undefined
  if (typeof checkpointer?.getTuple !== 'function') return undefined
  // The last part names the node; the graph that it is part of keeps its checkpoints under what is before.
  const graph = String(checkpoint_ns ?? '')
    .split('|')
    .slice(0, -1)
    .join('|')
  let config: unknown = { configurable: { thread_id, checkpoint_ns: graph } }
  for (let step = 0; step < MOST_STEPS; step++) {
    const found = await checkpointer.getTuple(config)
    if (!found || !holdsCall(found, call)) return undefined
    const said = answerIn(found, call, configurable.__pregel_task_id)
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

/** The values that other tasks than this one have written to a channel: its own questions are not answered yet. */
function written({ pendingWrites = [] }: Checkpoint, channel: string, ownTask: unknown): unknown[] {
  return pendingWrites
    .filter(([task, name]) => name === channel && task !== ownTask)
    .flatMap(([, , value]) => value)
}

function answerIn(checkpoint: Checkpoint, { name, args }: AskedCall, ownTask: unknown): Consent | undefined {
  const asked = written(checkpoint, '__interrupt__', ownTask).flatMap((one) =>
    listIn(one, 'value', 'actionRequests'),
  )
  const isAsked = asked.some((one) => isRecord(one) && one.name === name && saysSame(one.args, args))
  if (isAsked) return { approved: true }
  const decisions = written(checkpoint, '__resume__', ownTask).flatMap((one) => listIn(one, 'decisions'))
  const isEdit = decisions.some(
    (one) =>
      isRecord(one) &&
      isRecord(one.editedAction) &&
      one.editedAction.name === name &&
      saysSame(one.editedAction.args, args),
  )
  return isEdit ? { approved: true, edited: true } : undefined
}

/** The list that lies that deep in a value. */
function listIn(value: unknown, ...path: readonly string[]): readonly unknown[] {
  let found = value
  for (const key of path) found = isRecord(found) ? found[key] : undefined
  return Array.isArray(found) ? found : []
}
