import type { CallEntry, TaskEntry, TranscriptEntry } from '@handrail/core'
import type { CallFinding, Conversation, SaidText } from '@handrail/eval'
import type { PlacedResult } from './call.ts'

/** One step of a conversation as it is shown: a call stands together with what came back for it. */
export type Step =
  | { readonly kind: 'task'; readonly entry: TaskEntry; readonly at: number }
  | { readonly kind: 'said'; readonly said: SaidText }
  | { readonly kind: 'opaque'; readonly reason: 'unreadable' | 'lost' }
  | {
      readonly kind: 'call'
      readonly entry: CallEntry
      readonly at: number
      readonly finding: CallFinding | undefined
      readonly results: PlacedResult[]
    }
  /** A result without its call. */
  | { readonly kind: 'result'; readonly result: PlacedResult }

/** The steps of a conversation, in their order. */
export function stepsOf({ entries, said }: Conversation, findings: readonly CallFinding[]): Step[] {
  const steps: Step[] = []
  const calls = new Map<string, PlacedResult[]>()
  const byEntry = new Map(findings.map((finding) => [finding.entry, finding]))
  const texts = said.toSorted((a, b) => a.beforeEntry - b.beforeEntry)
  let told = 0
  const tellUntil = (at: number) => {
    for (let text = texts[told]; text && text.beforeEntry <= at; text = texts[++told])
      steps.push({ kind: 'said', said: text })
  }
  for (const [at, entry] of entries.entries()) {
    tellUntil(at)
    const step = stepOf(entry, at, byEntry, calls)
    if (step) steps.push(step)
  }
  tellUntil(Number.POSITIVE_INFINITY)
  return steps
}

/** `undefined` for a result, which joins its call. */
function stepOf(
  entry: TranscriptEntry,
  at: number,
  findings: ReadonlyMap<number, CallFinding>,
  calls: Map<string, PlacedResult[]>,
): Step | undefined {
  if (entry.kind === 'task') return { kind: 'task', entry, at }
  if (entry.kind === 'opaque') return { kind: 'opaque', reason: entry.reason }
  if (entry.kind === 'result') {
    const results = calls.get(entry.toolCallId)
    results?.push({ entry, at })
    return results ? undefined : { kind: 'result', result: { entry, at } }
  }
  const results: PlacedResult[] = []
  calls.set(entry.toolCallId, results)
  return { kind: 'call', entry, at, finding: findings.get(at), results }
}
