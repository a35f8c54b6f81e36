import type { CallFinding, Conversation, Policies } from '@handrail/eval'
import { isProblem, readConversations, replayConversation } from '@handrail/eval'
import type { ReadFlags } from '../commands/options.ts'

/** Conversations that fit a page, and what was found about their calls. */
export interface Picked {
  readonly conversations: readonly Conversation[]
  readonly findings: readonly CallFinding[]
}

/** A page of more is no page that anybody reads. */
const MOST_CONVERSATIONS = 200
/** In UTF-16 units of JSON, about: what is held in memory, whatever the recordings hold. */
const MOST_TEXT = 20_000_000

interface Candidate {
  readonly conversation: Conversation
  readonly findings: readonly CallFinding[]
  readonly flagged: number
  readonly size: number
}

/** The conversations with the most flagged calls, and then the first ones, in memory that has an end. */
export async function pickConversations(
  files: readonly string[],
  policies: Policies,
  format: ReadFlags['format'],
): Promise<Picked> {
  let kept: Candidate[] = []
  for await (const read of readConversations(files, { format })) {
    if (isProblem(read)) continue
    const size = sizeOf(read)
    if (size > MOST_TEXT) continue
    const findings = replayConversation(read, policies)
    const flagged = findings.filter(({ verdict }) => verdict.unsupported.length > 0).length
    kept.push({ conversation: read, findings, flagged, size })
    if (kept.length > 2 * MOST_CONVERSATIONS || total(kept) > 2 * MOST_TEXT) kept = best(kept)
  }
  const chosen = best(kept)
  return {
    conversations: chosen.map(({ conversation }) => conversation),
    findings: chosen.flatMap(({ findings }) => findings),
  }
}

/** Sorting keeps the order of equals: the first come first. */
function best(candidates: readonly Candidate[]): Candidate[] {
  let room = MOST_TEXT
  return candidates
    .toSorted((a, b) => b.flagged - a.flagged)
    .slice(0, MOST_CONVERSATIONS)
    .filter(({ size }) => {
      room -= size
      return room >= 0
    })
}

function total(candidates: readonly Candidate[]): number {
  return candidates.reduce((sum, { size }) => sum + size, 0)
}

function sizeOf({ entries }: Conversation): number {
  return entries.reduce((sum, entry) => {
    if (entry.kind === 'task') return sum + entry.text.length
    if (entry.kind === 'opaque') return sum
    const content = entry.kind === 'call' ? entry.args : entry.content
    return sum + (typeof content === 'string' ? content.length : (JSON.stringify(content) ?? '').length)
  }, 0)
}
