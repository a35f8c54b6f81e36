import { type Corpus, corpusOf, type TranscriptEntry } from '../../packages/core/src/index.ts'
import { conversationOf } from '../evidence/conversation.ts'
import { asOneMessage, evidenceOf } from '../evidence/messages.ts'
import type { Conversation } from '../evidence/traces.ts'
import { mean } from '../measure/median.ts'
import { heldBytes } from '../measure/memory.ts'
import { consume } from '../measure/sink.ts'

/** How much memory some evidence takes once it is indexed. */
export interface FootprintRow {
  readonly kind: string
  readonly conversations: number
  /** Characters of evidence. */
  readonly size: number
  /** Tokens a thousand characters. */
  readonly tokens: number
  /** Bytes of index a character of evidence, by the corpus' own account: the mean over the conversations. */
  readonly mean: number
  /** The same of all conversations together. */
  readonly total: number
  /** Characters of text that the corpus keeps, a character of evidence. */
  readonly text: number
  /** Bytes a character that the process holds more than before, the given texts not counted: the check on the account. */
  readonly held: number
}

/** Measures the memory of evidence: made-up conversations of several sizes, and the recorded ones. */
export function measureFootprints(largest: number, traces: readonly Conversation[]): FootprintRow[] {
  const sizes = [50_000, 1_000_000, 10_000_000].filter((size) => size <= largest)
  const rows = sizes.flatMap((size) => {
    const count = Math.max(1, Math.min(20, largest / size / 2))
    const many = Array.from({ length: count }, (_, i) => evidenceOf(size, 100 + i))
    const label = size < 1_000_000 ? `${size / 1000} KB` : `${size / 1_000_000} MB`
    return [
      footprintOf(
        `made up, ${label} in messages`,
        many.map(({ texts }) => talkOf(texts)),
      ),
      footprintOf(
        `made up, ${label} in one message`,
        many.map((each) => talkOf([asOneMessage(each)])),
      ),
    ]
  })
  return traces.length > 0 ? [...rows, footprintOf('traces', traces)] : rows
}

function talkOf(texts: readonly string[]): Conversation {
  return { texts, entries: [...conversationOf(texts)] }
}

function footprintOf(kind: string, conversations: readonly Conversation[]): FootprintRow {
  const { corpora, held } = indexed(conversations.map(({ entries }) => entries))
  const sizes = conversations.map(({ texts }) => texts.reduce((sum, { length }) => sum + length, 0))
  const prints = corpora.map(({ footprint }) => footprint)
  const size = sumOf(sizes)
  return {
    kind,
    conversations: conversations.length,
    size,
    tokens: (1000 * sumOf(prints.map(({ tokens }) => tokens))) / size,
    mean: mean(prints.map(({ indexBytes }, i) => indexBytes / (sizes[i] as number))),
    total: sumOf(prints.map(({ indexBytes }) => indexBytes)) / size,
    text: sumOf(prints.map(({ textLength }) => textLength)) / size,
    held: held / size,
  }
}

function indexed(conversations: readonly (readonly TranscriptEntry[])[]): {
  readonly corpora: readonly Corpus[]
  readonly held: number
} {
  const before = heldBytes()
  const corpora = conversations.map((entries) => corpusOf(entries))
  // A corpus learns what it holds when it is asked how much that is.
  for (const { footprint } of corpora) consume(footprint.tokens)
  return { held: heldBytes() - before, corpora }
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0)
