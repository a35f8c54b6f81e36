import type { CallFinding, Conversation } from '@handrail/eval'
import { grouped } from '../grouped.ts'
import type { Html } from '../html/html.ts'
import { isFlagged, isJudged, rankOf } from '../rungs.ts'
import { conversationArticle, type Recorded } from './conversation.ts'
import { Instructions } from './instructions.ts'

/** How much of the conversations goes into a page. */
export interface Budget {
  /** At most so many conversations. 200 by default. */
  readonly conversations: number
  /** At most so much markup for all of them, in characters. 5,000,000 by default. */
  readonly size: number
}

/** A conversation that is in the page. */
export interface Shown extends Recorded {
  /** Its number among those in the page, from 1: part of the names of what lies in it. */
  readonly nth: number
  readonly article: Html
}

/** The conversations with what was found out about their calls. */
export function withFindings(
  conversations: readonly Conversation[],
  findings: readonly CallFinding[],
): Recorded[] {
  const byConversation = grouped(findings, ({ conversation, place }) => keyOf(conversation, place))
  return conversations.map((conversation) => ({
    conversation,
    findings: (byConversation.get(keyOf(conversation.id, conversation.place)) ?? []).toSorted(
      (a, b) => a.call - b.call,
    ),
  }))
}

/** Ids are unique within a file at best. */
function keyOf(id: string, { file, line }: { readonly file: string; readonly line: number }): string {
  return JSON.stringify([id, file, line])
}

/** When so many did not fit, the page is full. */
const MOST_MISSES = 20

/**
 * The conversations that fit into a page: those with the gravest flagged calls first, then those with the most, then
 * those in which something was judged, otherwise as they came. One that does not fit any more is passed over.
 */
export function chosen(
  recorded: readonly Recorded[],
  budget: Budget,
  policy: string | undefined,
): readonly Shown[] {
  const shown: Shown[] = []
  const instructions = new Instructions()
  let room = budget.size
  let misses = 0
  for (const each of recorded.toSorted(byWeight)) {
    if (shown.length >= budget.conversations || misses >= MOST_MISSES) break
    const nth = shown.length + 1
    const article = conversationArticle(each, { nth, policy, instructions })
    if (article.markup.length > room) {
      misses++
      continue
    }
    room -= article.markup.length
    instructions.add(each.conversation, nth)
    shown.push({ ...each, nth, article })
  }
  return shown
}

function byWeight(a: Recorded, b: Recorded): number {
  const [x, y] = [weightOf(a), weightOf(b)]
  return y.rank - x.rank || y.flagged - x.flagged || y.judged - x.judged
}

function weightOf({ findings }: Recorded) {
  const flagged = findings.filter(isFlagged)
  return {
    rank: flagged.reduce((rank, each) => Math.max(rank, rankOf(each)), 0),
    flagged: flagged.length,
    judged: Number(findings.some(isJudged)),
  }
}
