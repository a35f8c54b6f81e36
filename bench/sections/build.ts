import { corpusOf, type TranscriptEntry } from '../../packages/core/src/index.ts'
import { conversationOf } from '../evidence/conversation.ts'
import { evidenceOf } from '../evidence/messages.ts'
import type { Conversation } from '../evidence/traces.ts'
import { millisecondsOf } from '../measure/latency.ts'
import { median } from '../measure/median.ts'
import { plainPass } from '../measure/plain-pass.ts'
import { consume } from '../measure/sink.ts'

/** How fast evidence of one kind is indexed. */
export interface BuildRow {
  readonly kind: string
  /** Characters of evidence. */
  readonly size: number
  /** Millions of characters a second. */
  readonly speed: number
  /** The same of a loop that reads every character and does nothing else. */
  readonly plain: number
  /** `plain / speed`: how many plain passes indexing costs. */
  readonly passes: number
}

/** Texts, and the conversations that they stand in. */
interface Load {
  readonly kind: string
  readonly texts: readonly string[]
  readonly conversations: readonly (readonly TranscriptEntry[])[]
}

/** Measures what it costs to index evidence, the made-up kinds at `size` characters each. */
export function measureBuilds(size: number, rounds: number, traces: readonly Conversation[]): BuildRow[] {
  const loads = syntheticLoads(size)
  if (traces.length > 0)
    loads.push({
      kind: `traces (${traces.length} conversations)`,
      texts: traces.flatMap(({ texts }) => texts),
      conversations: traces.map(({ entries }) => entries),
    })
  return loads.map((load) => measureBuild(load, rounds))
}

function syntheticLoads(size: number): Load[] {
  const loadOf = (kind: string, texts: readonly string[], contents: readonly unknown[] = texts): Load => ({
    ...{ kind, texts },
    conversations: [[...conversationOf(contents)]],
  })
  const records = evidenceOf(size, 3, 'json').texts
  return [
    loadOf('tool results, JSON text', records),
    loadOf(
      'tool results, objects',
      records,
      records.map((text) => JSON.parse(text)),
    ),
    loadOf('logs', evidenceOf(size, 3, 'log').texts),
    loadOf('prose', evidenceOf(size, 3, 'prose').texts),
    loadOf('prose of other scripts', evidenceOf(size, 3, 'foreign prose').texts),
  ]
}

/** Takes turns between the two, so that what slows the machine down slows both. */
function measureBuild({ kind, texts, conversations }: Load, rounds: number): BuildRow {
  // A corpus learns what it holds when it is asked how much that is.
  const build = () => {
    for (const entries of conversations) consume(corpusOf(entries).footprint.tokens)
  }
  const plain = () => plainPass(texts)
  // Once for the compiler.
  for (const run of [plain, build]) run()
  const times = Array.from({ length: rounds }, () => ({
    plain: millisecondsOf(plain),
    build: millisecondsOf(build),
  }))
  const size = texts.reduce((sum, { length }) => sum + length, 0)
  const speedOf = (milliseconds: number) => size / milliseconds / 1000
  const speed = speedOf(median(times.map((each) => each.build)))
  const plainSpeed = speedOf(median(times.map((each) => each.plain)))
  return { kind, size, speed, plain: plainSpeed, passes: plainSpeed / speed }
}
