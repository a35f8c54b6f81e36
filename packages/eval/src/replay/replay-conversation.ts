import type { Assessment, CallEntry, Corpus, ToolTraits } from '@handrail/core'
import type { Conversation } from '../conversation.ts'
import type { CallFinding, WouldBe } from '../finding.ts'
import { Evidence } from './evidence.ts'
import { FoundCall } from './found-call.ts'
import { type Bench, Judges, type Policies } from './judges.ts'

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
  const benches = judges.for(tools).map((bench) => ({
    bench,
    evidence: new Evidence(entries, bench, judges.openings),
  }))
  const findings: CallFinding[] = []
  // Calls that stand together are of one step, or their steps have nothing between them: calls are no evidence.
  let step = 0
  for (const [at, entry] of entries.entries()) {
    if (entry.kind !== 'call') {
      step = at + 1
      continue
    }
    const assessments: Assessment[] = []
    for (const { bench, evidence } of benches)
      assess(entry, traitsOf(tools, entry.toolName), bench, () => evidence.before(step), assessments)
    findings.push(findingOf(conversation, at, findings.length, judges.names, assessments))
  }
  return findings
}

/** Asks the guards of one bench, and puts what they say under the numbers of their policies. */
function assess(
  { toolCallId, toolName, args }: CallEntry,
  traits: ToolTraits | undefined,
  { judges, agreeOnReads, annotationsOf }: Bench,
  evidence: () => Corpus,
  assessments: Assessment[],
): void {
  const call = {
    toolCallId,
    toolName,
    args,
    annotations: annotationsOf(toolName),
    inputSchema: traits?.inputSchema,
  }
  let read: Assessment | undefined
  for (const { policy, guard, judgesLike } of judges) {
    const judged = assessments[judgesLike]
    const assessment =
      read ?? guard.assess(judged?.faults.length === 0 ? { ...call, judged } : call, evidence)
    if (agreeOnReads && assessment.effect.effect === 'read' && assessment.faults.length === 0)
      read = assessment
    assessments[policy] = assessment
  }
}

function findingOf(
  { id, place, messageOf }: Conversation,
  entry: number,
  call: number,
  names: readonly string[],
  assessments: readonly Assessment[],
): CallFinding {
  const [first] = assessments as readonly [Assessment]
  const same = assessments.every((one) => one === first) ? wouldBe(first) : undefined
  const faults = same ? first.faults : [...new Set(assessments.flatMap((one) => one.faults))]
  return new FoundCall({
    ...{ conversation: id, place, call, message: messageOf[entry] ?? 0, entry },
    ...{ toolCallId: first.call.toolCallId, toolName: first.call.toolName },
    ...{ effect: first.effect, verdict: first.verdict, confidence: first.decision.confidence },
    policies: Object.fromEntries(
      names.map((name, at) => [name, same ?? wouldBe(assessments[at] as Assessment)]),
    ),
    faults,
  })
}

function wouldBe({ decision: { intervention, rung, reason } }: Assessment): WouldBe {
  return { intervention, dispatched: rung.dispatches, reason }
}

/** Names of tools come from models: `constructor` must find nothing. */
function traitsOf(tools: Conversation['tools'], toolName: string): ToolTraits | undefined {
  return Object.hasOwn(tools, toolName) ? tools[toolName] : undefined
}
