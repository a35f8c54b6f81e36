import {
  type Corpus,
  corpusOf,
  createGuard,
  type Guard,
  type GuardedCall,
  type TranscriptEntry,
} from '../../packages/core/src/index.ts'
import { callsOn } from '../evidence/calls.ts'
import { conversationOf } from '../evidence/conversation.ts'
import { IdBook } from '../evidence/ids.ts'
import { evidenceOf, messageText } from '../evidence/messages.ts'
import { Random } from '../evidence/random.ts'
import { type Effort, type Latency, latencyOf } from '../measure/latency.ts'
import { consume } from '../measure/sink.ts'
import { turns } from '../measure/turns.ts'

/** Something that is done once a call or once a message. */
export interface CostRow {
  readonly what: string
  readonly latency: Latency
}

/** How much evidence there is before. */
const SIZE = 1_000_000
const RESULT_SIZE = 2_000
const RESULTS = 2_000

/** Measures what an agent pays for each message and each call, with a megabyte of evidence behind it. */
export function measureSmallCosts(effort: Effort): CostRow[] {
  const evidence = evidenceOf(SIZE, 7)
  const entries = [...conversationOf(evidence.texts)]
  const corpus = corpusOf(entries)
  const calls = callsOn(evidence.ids, corpus, 8).mix.map(
    ({ args: [arg] }, i): GuardedCall => ({
      toolCallId: `call_${i}`,
      toolName: 'update_record',
      args: arg && { [arg.name]: arg.value },
    }),
  )
  const ways = (['observe', 'enforce'] as const).map((handler) => {
    const guard = createGuard({ handler })
    const behind = guard.corpus()
    for (const entry of entries) behind.append(entry)
    return {
      what: `guard, handler "${handler}": assess, propose, record`,
      latency: latencyOf(
        turns(calls, (call) => wholeWay(guard, call, behind)),
        effort,
      ),
    }
  })
  return [
    {
      what: 'append a JSON result of 2 KB to 1 MB, and learn it',
      latency: latencyOf(appending(corpus), effort),
    },
    { what: 'fork 1 MB, append a result of 2 KB and learn it', latency: latencyOf(forking(corpus), effort) },
    ...ways,
  ]
}

function wholeWay(guard: Guard, call: GuardedCall, evidence: Corpus): void {
  const assessment = guard.assess(call, evidence)
  const proposal = guard.propose(assessment)
  if (proposal instanceof Promise) throw new Error('the built-in handlers are synchronous')
  const { intervention, dispatchCall: dispatched } = proposal
  consume(guard.record(assessment, proposal, { intervention, dispatched }).sequence)
}

/** Results that differ, to be appended to what there is; from the beginning again when all are there. */
function appending(base: Corpus): () => void {
  const results = jsonResults()
  let corpus = base.fork()
  let at = 0
  return () => {
    if (at === results.length) {
      corpus = base.fork()
      at = 0
    }
    corpus.append(results[at++] as TranscriptEntry)
    consume(corpus.footprint.tokens)
  }
}

function forking(base: Corpus): () => void {
  return turns(jsonResults(), (result) => {
    const corpus = base.fork()
    corpus.append(result)
    consume(corpus.footprint.tokens)
  })
}

function jsonResults(): TranscriptEntry[] {
  const random = new Random(9)
  const writer = { random, ids: new IdBook(random) }
  return Array.from({ length: RESULTS }, (_, i) => ({
    ...{ kind: 'result', toolCallId: `more_${i}`, toolName: 'look_up' },
    content: messageText(writer, 'json', RESULT_SIZE),
  }))
}
