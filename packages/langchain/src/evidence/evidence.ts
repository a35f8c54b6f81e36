import { type Corpus, createCorpusCache, type Guard, type TranscriptEntry } from '@handrail/core'
import type { BaseMessage } from '@langchain/core/messages'
import { isLedgerItem, type LedgerItem } from './ledger.ts'
import { isNested, type Remembered, type ToolRun, toolsAround } from './nesting.ts'
import { toolsOfLangChain } from './tools-of-langchain.ts'
import { entriesOfMessage } from './transcript.ts'

type Read = (messages: Remembered) => Corpus

/** By guard, and for a run within a tool by the call of that tool. */
const readers = new WeakMap<Guard, WeakMap<object, Read>>()
const atTheTop = {}
const withinUnknown = {}

/**
 * The evidence in a conversation. Each message object is read once for all tools of a guard. A run within a tool, such
 * as that of a sub-agent, begins with what the model around it had read. Where that is not known, its evidence has a gap.
 *
 * @param config of the run that the call is made in: a tool's config, a middleware's runtime, or `{ metadata }` of a callback.
 * @param heard the tools around it, the outermost first, where whoever asks has heard of them.
 */
export function evidenceIn(
  messages: Remembered,
  guard: Guard,
  config: unknown,
  heard: readonly ToolRun[] = [],
): Corpus {
  if (heard.length === 0 && !isNested(config)) return readerOf(guard, atTheTop, () => guard)(messages)
  const around = heard.length > 0 ? heard : toolsAround(config)
  const read = readerOf(guard, around.at(-1) ?? withinUnknown, () =>
    guard.withEvidence(around.length > 0 ? entriesAround(around) : [unread], { nested: true }),
  )
  return read(messages)
}

function readerOf(guard: Guard, key: object, beginning: () => Guard): Read {
  const known = readers.get(guard) ?? new WeakMap<object, Read>()
  readers.set(guard, known)
  const read: Read =
    known.get(key) ??
    createCorpusCache<BaseMessage | LedgerItem>(beginning().corpus(toolsOfLangChain), entriesOf)
  known.set(key, read)
  return read
}

function entriesOf(one: BaseMessage | LedgerItem): readonly TranscriptEntry[] {
  return isLedgerItem(one) ? one.entries : entriesOfMessage(one)
}

const unread: TranscriptEntry = { kind: 'opaque', reason: 'unreadable' }

function entriesAround(around: readonly ToolRun[]): TranscriptEntry[] {
  const known = around.flatMap(({ conversation, isNested }) => {
    const entries = conversation().flatMap(entriesOf)
    return isNested ? entries.map(withoutUser) : entries
  })
  return around[0]?.isNested ? [unread, ...known] : known
}

/** What the model around it wrote in the place of a user: like the arguments of a call, it may be repeated. */
function withoutUser(entry: TranscriptEntry): TranscriptEntry {
  return entry.kind === 'task' && entry.role !== 'system'
    ? { kind: 'call', toolCallId: '', toolName: '', args: entry.text }
    : entry
}
