import { isRecord } from '../evidence/written.ts'

/** What we read of a checkpoint: LangGraph's `CheckpointTuple`. */
export interface Checkpoint {
  readonly config?: { readonly configurable?: { readonly checkpoint_id?: unknown } }
  readonly checkpoint?: { readonly channel_values?: { readonly messages?: unknown } }
  readonly pendingWrites?: readonly (readonly [taskId: string, channel: string, value: unknown])[]
  readonly parentConfig?: unknown
  readonly metadata?: { readonly source?: unknown }
}

/** The checkpoints of one graph in one thread. */
export interface Checkpoints {
  /** The id of the one that the run goes on from, where it is known. */
  readonly currentId: unknown
  /** That one, or the latest where it is not kept yet. */
  current(): Promise<Checkpoint | undefined>
  read(config: unknown): Promise<Checkpoint | undefined>
}

/** A store that has not answered by then is not waited for. */
export const TIMEOUT_MS = 1_000

/** The checkpoints of the graph that a node is part of; `undefined` where none are kept. */
export function checkpointsOf(configurable: Readonly<Record<string, unknown>>): Checkpoints | undefined {
  const { __pregel_checkpointer, __pregel_replay_state, thread_id, checkpoint_ns, checkpoint_map } =
    configurable
  const checkpointer = __pregel_checkpointer as
    | { getTuple?: (config: unknown) => Promise<Checkpoint | undefined> }
    | undefined
  if (typeof checkpointer?.getTuple !== 'function') return undefined
  const read = async (config: unknown) => checkpointer.getTuple?.(config)
  // The last part names the node; the graph that it is part of keeps its checkpoints under what is before.
  const graph = String(checkpoint_ns ?? '')
    .split('|')
    .slice(0, -1)
    .join('|')
  const currentId = isRecord(checkpoint_map) ? checkpoint_map[graph] : undefined
  const latest = { thread_id, checkpoint_ns: graph }
  return {
    currentId,
    read,
    async current() {
      const own = currentId && (await read({ configurable: { ...latest, checkpoint_id: currentId } }))
      if (own) return own
      // A run that begins in the past has left the latest behind: that is of another course of things.
      return currentId && __pregel_replay_state ? undefined : read({ configurable: latest })
    },
  }
}

/** The values that tasks have written to a channel beside the state. */
export function writtenBy(
  isAuthor: (taskId: string) => boolean,
  channel: string,
  { pendingWrites = [] }: Checkpoint,
): unknown[] {
  return pendingWrites
    .filter(([task, name]) => name === channel && isAuthor(task))
    .flatMap(([, , value]) => value)
}

/** The list that lies that deep in a value. */
export function listIn(value: unknown, ...path: readonly string[]): readonly unknown[] {
  let found = value
  for (const key of path) found = isRecord(found) ? found[key] : undefined
  return Array.isArray(found) ? found : []
}
