import { type Corpus, classifyCall, corpusOf, type ToolCall } from '../../packages/core/src/index.ts'
import { callsOn } from '../evidence/calls.ts'
import { conversationOf } from '../evidence/conversation.ts'
import type { IdBook } from '../evidence/ids.ts'
import { asOneMessage, type Evidence, evidenceOf } from '../evidence/messages.ts'
import { type Effort, type Latency, latenciesOf, latencyOf } from '../measure/latency.ts'
import { consume } from '../measure/sink.ts'
import { turns } from '../measure/turns.ts'

/** Verdicts on one argument each. */
export interface Verdicts {
  /** A third of the values supported, a third minted, a third not judged. */
  readonly mix: Latency
  readonly supported: Latency
  readonly minted: Latency
  readonly abstaining: Latency
  /** The mix at the median, divided by the same against 10 KB of evidence, measured in turn with it. */
  readonly growth: number
  /** `String.prototype.includes` for values that are missing: its worst case, since it reads all of the text. */
  readonly includes: Latency
  /** `includes` at the median, divided by the mix, measured in turn with it. */
  readonly overIncludes: number
}

/** Verdicts against evidence of one size. */
export interface VerdictRow {
  /** Characters of evidence. */
  readonly size: number
  /** In how many messages. */
  readonly messages: number
  /** `undefined` beyond the cap of the index. */
  readonly verdicts: Verdicts | undefined
  /** A fork. */
  readonly fork: Latency
}

/** How many missing values `includes` is asked for in turn. */
const MISSING = 64
const FORKS = 500

/** The evidence that all other sizes are compared with. */
const SMALL = 10_000

/** Measures verdicts against evidence of one size, in messages of mixed sizes and as one message. */
export function measureVerdicts(size: number, effort: Effort): VerdictRow[] {
  const evidence = evidenceOf(size, 1)
  const small = smallMix()
  const layouts = [evidence.texts, [asOneMessage(evidence)]]
  const includes = includesMissing(evidence)
  return layouts.map((texts) => {
    const corpus = corpusOf(conversationOf(texts))
    return {
      ...{ size: evidence.length, messages: texts.length },
      verdicts: latenciesOn(corpus, evidence.ids, small, includes, effort),
      fork: latencyOf(() => forkOften(corpus), { time: effort.time / 2, iterations: 20 }, FORKS),
    }
  })
}

function latenciesOn(
  corpus: Corpus,
  ids: IdBook,
  small: () => void,
  includes: () => void,
  effort: Effort,
): Verdicts | undefined {
  // No value is called minted beyond the cap, so there is no verdict to measure.
  if (corpus.hasGap('lost')) return undefined
  const { mix, supported, minted, abstaining } = callsOn(ids, corpus, 2)
  const runs = {
    small,
    mix: onEach(mix, corpus),
    supported: onEach(supported, corpus),
    minted: onEach(minted, corpus),
    abstaining: onEach(abstaining, corpus),
  }
  const { latencies, ratio } = latenciesOf(runs, effort)
  const scan = latenciesOf({ mix: runs.mix, includes }, { time: effort.time / 2, iterations: 20 })
  return {
    ...latencies,
    growth: ratio('mix', 'small'),
    includes: scan.latencies.includes,
    overIncludes: scan.ratio('includes', 'mix'),
  }
}

/** Looks for one missing value after the other in all of the text, joined into one string. */
function includesMissing({ texts, ids }: Evidence): () => void {
  const joined = texts.join('\n')
  const absent = ids
    .minted(MISSING)
    .map(({ value }) => value)
    .filter((value) => !joined.includes(value))
  return turns(absent, (value) => consume(Number(joined.includes(value))))
}

/** The mix against the evidence that others are compared with. */
function smallMix(): () => void {
  const { texts, ids } = evidenceOf(SMALL, 1)
  const corpus = corpusOf(conversationOf(texts))
  return onEach(callsOn(ids, corpus, 2).mix, corpus)
}

function onEach(calls: readonly ToolCall[], corpus: Corpus): () => void {
  return turns(calls, (call) => consume(classifyCall(call, corpus).reason.length))
}

function forkOften(corpus: Corpus): void {
  for (let i = 0; i < FORKS; i++) consume(corpus.fork().version)
}
