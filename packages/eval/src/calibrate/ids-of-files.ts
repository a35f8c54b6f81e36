import type { ConversationFormat } from '../conversation.ts'
import type { PooledId } from '../families/id-pool.ts'
import { nearestKey } from '../families/paths.ts'
import { canReadAgain } from '../read/bytes.ts'
import { isProblem, readConversations } from '../read/read-conversations.ts'
import { CallJudge } from './judged-calls.ts'
import { hashOf, rankOf } from './rank.ts'
import { isReal, judgedValues } from './real-values.ts'
import { addTo, emptySample, type Ranked } from './sample.ts'
import type { Knowledge } from './setup.ts'

const MOST_FILES = 64
const MOST_CONVERSATIONS = 256
/** Of one conversation, so that a long one does not fill the pool. */
const MOST_CALLS = 200
const MOST_IDS = 2_048

/**
 * Real ids to be given to other conversations: those of the changing calls at the beginning of the files, before the main
 * pass. 256 conversations in equal parts from the files, or from 64 of them drawn by lot, and 2,048 ids of those, drawn by
 * lot. So the pool depends on the files alone: not on their order, nor on how the work is split. What is piped in cannot be
 * read twice, and gives none. What cannot be read here will be told by the main pass.
 */
export async function idsOfFiles(
  files: readonly string[],
  knowledge: Knowledge,
  {
    format,
    signal,
  }: { readonly format?: ConversationFormat | undefined; readonly signal?: AbortSignal | undefined },
): Promise<PooledId[]> {
  const chosen = (await filesToReadTwice(files))
    .map((file) => ({ file, rank: rankOf(hashOf(file)) }))
    .sort((one, other) => one.rank - other.rank || (one.file < other.file ? -1 : 1))
    .slice(0, MOST_FILES)
  const judge = new CallJudge(knowledge)
  const ids = emptySample<Ranked & { readonly id: PooledId }>(MOST_IDS)
  for (const { file } of chosen) {
    let left = Math.ceil(MOST_CONVERSATIONS / chosen.length)
    try {
      for await (const read of readConversations([file], { format, signal })) {
        if (isProblem(read)) continue
        for (const call of judge.callsOf(read)) {
          if (call.call >= MOST_CALLS) break
          for (const value of judgedValues(call)) {
            if (!isReal(call, value)) continue
            const id = { value: String(value.value), key: nearestKey(value.path), conversation: read.id }
            const tie = JSON.stringify(id)
            addOnce(ids, { rank: rankOf(hashOf(tie)), tie, id })
          }
        }
        if (--left <= 0) break
      }
    } catch {
      signal?.throwIfAborted()
    }
  }
  return ids.items.map(({ id }) => id)
}

async function filesToReadTwice(files: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const file of new Set(files)) if (await canReadAgain(file).catch(() => false)) found.push(file)
  return found
}

function addOnce<T extends Ranked>(sample: { readonly size: number; readonly items: T[] }, item: T): void {
  if (!sample.items.some(({ tie }) => tie === item.tie)) addTo(sample, item)
}
