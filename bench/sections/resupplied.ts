import { Corpus, createCorpusCache, type TranscriptEntry } from '../../packages/core/src/index.ts'
import { IdBook } from '../evidence/ids.ts'
import { messageText } from '../evidence/messages.ts'
import { Random } from '../evidence/random.ts'
import { type Effort, type Latency, latencyOf } from '../measure/latency.ts'
import { consume } from '../measure/sink.ts'
import { turns } from '../measure/turns.ts'

/** What a list of messages costs that was seen before, but for its last message. */
export interface ResuppliedRow {
  readonly messages: number
  /** Characters of each old message. */
  readonly size: number
  /** The whole list. */
  readonly list: Latency
  /** Nanoseconds an old message, at the median; the indexing of the new message is part of them. */
  readonly each: number
}

/** While it is measured, a list grows by one part in so many. */
const GROWTH = 20

interface Message {
  readonly entry: TranscriptEntry
}

/** Measures what a framework costs that hands over the whole conversation with every call. */
export function measureResupplied(effort: Effort, quick: boolean): ResuppliedRow[] {
  // The longest list of long messages would be a gigabyte of text.
  const cases = [
    [1_000, 100],
    [10_000, 100],
    [1_000, quick ? 10_000 : 100_000],
  ] as const
  return cases.map(([messages, size]) => {
    const random = new Random(5)
    const writer = { random, ids: new IdBook(random) }
    const message = (length: number): Message => ({
      entry: { kind: 'task', text: messageText(writer, 'prose', length), role: 'user' },
    })
    const old = Array.from({ length: messages }, () => message(size))
    const texts = Array.from({ length: messages / GROWTH }, () => message(100))
    const corpusFor = createCorpusCache(new Corpus(), ({ entry }: Message) => [entry])
    corpusFor(old)
    const list = [...old]
    // The list grows by one message with every call, as it does in a run, and after a while starts anew.
    const latency = latencyOf(
      turns(texts, ({ entry }) => {
        if (list.length === old.length + texts.length) list.length = old.length
        list.push({ entry })
        consume(corpusFor(list).version)
      }),
      effort,
    )
    return { messages, size, list: latency, each: (1000 * latency.p50) / messages }
  })
}
