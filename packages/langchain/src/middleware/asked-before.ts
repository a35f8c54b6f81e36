import { inTime } from '@handrail/core'
import type { ToolCall } from '@langchain/core/messages/tool'
import { isRecord, saysSame } from '../evidence/written.ts'
import { checkpointsOf, listIn, TIMEOUT_MS, writtenBy } from '../person/checkpoints.ts'

type Configurable = Readonly<Record<string, unknown>>

/**
 * The calls that a person was asked about when this hook ran before. Its answer is to exactly these, and another process
 * may know less of the tools than the one that asked: judged anew, a call that the person refused could run.
 *
 * @returns `undefined` when nobody has answered, or where it cannot be found out. Never rejects.
 */
export async function askedBefore(
  pending: readonly ToolCall[],
  configurable: Configurable | undefined,
): Promise<ReadonlySet<ToolCall> | undefined> {
  try {
    if (!configurable || !isAnswered(configurable)) return undefined
    return await inTime(find(pending, configurable), TIMEOUT_MS)
  } catch {
    return undefined
  }
}

/** Whether LangGraph holds an answer ready: only then is the checkpoint worth reading. */
function isAnswered({ __pregel_scratchpad: pad }: Configurable): boolean {
  return isRecord(pad) && (pad.nullResume !== undefined || listIn(pad, 'resume').length > 0)
}

async function find(
  pending: readonly ToolCall[],
  configurable: Configurable,
): Promise<ReadonlySet<ToolCall> | undefined> {
  const found = await checkpointsOf(configurable)?.current()
  if (!found) return undefined
  const isOwn = (task: string) => task === configurable.__pregel_task_id
  const requests = writtenBy(isOwn, '__interrupt__', found).flatMap((one) =>
    listIn(one, 'value', 'actionRequests'),
  )
  const asked = new Set<ToolCall>()
  for (const request of requests) {
    const call = pending.find(
      (one) =>
        !asked.has(one) && isRecord(request) && one.name === request.name && saysSame(one.args, request.args),
    )
    if (!call) return undefined
    asked.add(call)
  }
  return asked.size > 0 ? asked : undefined
}
