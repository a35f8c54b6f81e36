import type { Assessment, CallEntry, Corpus, TranscriptEntry } from '@handrail/core'
import type { Conversation } from '../conversation.ts'
import type { CallFinding, WouldBe } from '../finding.ts'
import { FoundCall } from './found-call.ts'
import { type Bench, type Judge, Judges, type Policies } from './judges.ts'

const known = new WeakMap<object, Judges>()

/**
 * What each policy would have done with every call of a recorded conversation, in their order. Each call is judged on
 * the evidence that the model had when it made it, by the same guard that an adapter asks: ceilings, repeats and
 * `maxActuations` included. No handler is asked: a rung is taken for what it would do under `handler: 'enforce'`.
 *
 * Every call is judged on the conversation as it was recorded. What the model would have done after an answer of ours
 * is not played on.
 *
 * The verdict, the effect and the confidence are those of the first policy; others differ from it only where their
 * `tools`, `provenance` or `extraEvidence` do.
 *
 * @param policies guards or their options, by name. What the recording says about its tools goes under the options'
 * `tools`; of a finished guard it counts as a server's word, which may only make the effect of a tool graver.
 * @throws HandrailError when there is no policy, or the options of one are wrong.
 *
 * @example
 * const [first] = replayConversation(conversation, { now: { handler: 'enforce' }, later: { ceilings: { write: 'BLOCK' } } })
 * first?.policies.later?.dispatched
 */
export function replayConversation(conversation: Conversation, policies: Policies): CallFinding[] {
  const judges = known.get(policies) ?? new Judges(policies)
  known.set(policies, judges)
  return replayWith(conversation, judges)
}

/** The same with guards that were made before. */
export function replayWith(conversation: Conversation, judges: Judges): CallFinding[] {
  const { entries, tools } = conversation
  const benches = judges.for(tools).map((bench) => ({ bench, corpus: bench.corpus() }))
  const findings: CallFinding[] = []
  for (let at = 0; at < entries.length; ) {
    const step = callsFrom(entries, at)
    for (const [nth, call] of step.entries()) {
      const found = benches.flatMap(({ bench, corpus }) => assessments(bench, call, corpus, tools))
      findings.push(findingOf(conversation, found, judges.names, findings.length, at + nth))
    }
    const next = Math.max(at + 1, at + step.length)
    for (const { corpus } of benches)
      for (let i = at; i < next; i++) corpus.append(entries[i] as TranscriptEntry)
    at = next
  }
  return findings
}

/** The calls that stand together from a place on. Calls are no evidence, so it is the same for all of them. */
function callsFrom(entries: readonly TranscriptEntry[], from: number): CallEntry[] {
  const calls: CallEntry[] = []
  for (let at = from, entry = entries[at]; entry?.kind === 'call'; entry = entries[++at]) calls.push(entry)
  return calls
}

interface Found {
  readonly judge: Judge
  readonly assessment: Assessment
}

function assessments(
  { judges }: Bench,
  { toolCallId, toolName, args }: CallEntry,
  corpus: Corpus,
  tools: Conversation['tools'],
): Found[] {
  return judges.map((judge) => {
    const annotations = judge.annotationsOf(toolName)
    const inputSchema = Object.hasOwn(tools, toolName) ? tools[toolName]?.inputSchema : undefined
    return {
      judge,
      assessment: judge.guard.assess({ toolCallId, toolName, args, annotations, inputSchema }, corpus),
    }
  })
}

function findingOf(
  { id, place, messageOf }: Conversation,
  found: readonly Found[],
  names: readonly string[],
  call: number,
  entry: number,
): CallFinding {
  const byPolicy = new Map(found.map(({ judge, assessment }) => [judge.policy, assessment]))
  const inOrder = names.map((name) => [name, byPolicy.get(name) as Assessment] as const)
  const { verdict, effect, decision, call: made } = (inOrder[0] as (typeof inOrder)[0])[1]
  return new FoundCall({
    ...{ conversation: id, place, call, message: messageOf[entry] ?? 0, entry },
    ...{ toolCallId: made.toolCallId, toolName: made.toolName },
    ...{ effect, verdict, confidence: decision.confidence },
    policies: Object.fromEntries(inOrder.map(([name, assessment]) => [name, wouldBe(assessment)])),
    faults: [...new Set(inOrder.flatMap(([, { faults }]) => faults))],
  })
}

function wouldBe({ decision }: Assessment): WouldBe {
  const { intervention, rung, reason } = decision
  return { intervention, dispatched: rung.dispatches, reason }
}
