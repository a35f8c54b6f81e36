import { condenseEntry, type TranscriptEntry } from '@handrail/core'
import { AIMessage, type BaseMessage, type ToolMessage } from '@langchain/core/messages'
import { entriesOfMessage, isCleared, isSummary } from './transcript.ts'

/** What is kept of a message that a middleware may take out of the state. Plain JSON. */
export interface LedgerItem {
  /** Of the message. */
  readonly id?: string
  readonly entries: readonly TranscriptEntry[]
}

/** What is kept of a conversation, the oldest first. */
export type Ledger = readonly LedgerItem[]

/** How much a ledger holds, in UTF-16 units of JSON. */
const HEAVIEST = 2 ** 19
/** So much is left when something is dropped, so that not every message makes it drop some. */
const LEFT = 2 ** 18

const items = new WeakMap<BaseMessage, LedgerItem>()
const weights = new WeakMap<LedgerItem, number>()
const weightsOfAll = new WeakMap<Ledger, number>()

/** What stands for the messages before the oldest one. */
const dropped: LedgerItem = { entries: [{ kind: 'opaque', reason: 'lost' }] }

/**
 * The ledger with what has come into the conversation since; `undefined` when it holds all of it.
 *
 * @param ledger the one so far; anything else stands for none.
 */
export function withMessages(ledger: unknown, messages: readonly BaseMessage[]): Ledger | undefined {
  const known = ledgerOf(ledger)
  const added = newMessages(known, messages)
    .filter(({ id }) => id !== undefined) // A graph gives every message one.
    .map(itemOf)
    .filter(({ entries }) => entries.length > 0)
  if (added.length === 0) return undefined
  const grown = [...known, ...added]
  const weight = sum(added) + (weightsOfAll.get(known) ?? sum(known))
  weightsOfAll.set(grown, weight)
  return weight > HEAVIEST ? lightened(grown) : grown
}

/**
 * What a call is judged by: the messages while they are all there, and else the ledger and what has come since.
 *
 * @param ledger the one in the state; anything else stands for none.
 */
export function remembered(
  ledger: unknown,
  messages: readonly BaseMessage[],
): readonly (BaseMessage | LedgerItem)[] {
  const known = ledgerOf(ledger)
  return holdsAll(messages, known) ? messages : [...known, ...newMessages(known, messages)]
}

/** Whether what a corpus is made of is an item of a ledger. */
export function isLedgerItem(one: BaseMessage | LedgerItem): one is LedgerItem {
  return !('getType' in one) && Array.isArray((one as LedgerItem).entries)
}

function ledgerOf(value: unknown): Ledger {
  return Array.isArray(value) ? (value as Ledger) : []
}

/** Messages come at the end. Where the last one that is known is gone, those are new that are not known. */
function newMessages(ledger: Ledger, messages: readonly BaseMessage[]): readonly BaseMessage[] {
  const last = ledger.at(-1)
  if (!last) return messages
  const at = messages.findLastIndex((message) => isOf(message, last))
  if (at >= 0) return messages.slice(at + 1)
  const ids = new Set(ledger.map(({ id }) => id))
  const calls = new Set(ledger.map(answeredIn))
  return messages.filter((message, at) => {
    if (isCleared(message)) return !calls.has((message as ToolMessage).tool_call_id)
    // All that came since is there, so the summary is of what is known.
    if (isSummary(message)) return !AIMessage.isInstance(messages[at + 1])
    return message.id === undefined || !ids.has(message.id)
  })
}

/** Whether an item stands for a message, be it cleared by now: then it has another id. */
function isOf(message: BaseMessage, item: LedgerItem): boolean {
  if (isCleared(message)) return (message as ToolMessage).tool_call_id === answeredIn(item)
  return isSame(message, item)
}

/** Whether an item holds no more than a message does. A summary has the id of the first message that it stands for. */
function isSame(message: BaseMessage, { id, entries }: LedgerItem): boolean {
  if (id === undefined || message.id !== id || isCleared(message)) return false
  return !isSummary(message) || entries[0]?.kind === 'opaque'
}

/** The call that an item holds the result of. */
function answeredIn({ entries }: LedgerItem): string | undefined {
  const [first] = entries
  return first?.kind === 'result' ? first.toolCallId : undefined
}

function holdsAll(messages: readonly BaseMessage[], ledger: Ledger): boolean {
  let at = 0
  for (const item of ledger) {
    if (item.id === undefined && item.entries[0]?.kind === 'opaque') continue
    while (at < messages.length && !isSame(messages[at] as BaseMessage, item)) at++
    if (at++ >= messages.length) return false
  }
  return true
}

function itemOf(message: BaseMessage): LedgerItem {
  const known = items.get(message)
  if (known) return known
  const { id } = message
  const item = { ...(id !== undefined && { id }), entries: entriesOfMessage(message).flatMap(condenseEntry) }
  items.set(message, item)
  return item
}

function lightened(ledger: Ledger): Ledger {
  let weight = 0
  let from = ledger.length
  while (from > 0 && weight + weightOf(ledger[from - 1] as LedgerItem) <= LEFT)
    weight += weightOf(ledger[--from] as LedgerItem)
  return [dropped, ...ledger.slice(from)]
}

function sum(ledger: Ledger): number {
  return ledger.reduce((weight, item) => weight + weightOf(item), 0)
}

function weightOf(item: LedgerItem): number {
  const weight = weights.get(item) ?? JSON.stringify(item).length
  weights.set(item, weight)
  return weight
}
