import type { ArgProvenance } from '@handrail/core'
import { nearestKey, randomOf, replacedAt } from '@handrail/eval/families'
import type { CallSite } from './conversation.ts'
import type { Case } from './data-set.ts'
import { echoForms } from './echo-forms.ts'
import { judgeCall, judgeLeaf } from './judge.ts'
import { laterRecord } from './later-record.ts'
import { confidenceOf } from './measure-calls.ts'
import { count, entryOf, type Measures, type Miss } from './measures.ts'
import type { Injection } from './records.ts'

const noRecall = () => ({ of: 0, hits: 0, high: 0, low: 0 })
const noShare = () => ({ of: 0, hits: 0 })

/** Judges a call with a minted value in place of a real one: as it is, after an echo, and after a record that holds it. */
export function measureInjection(
  given: Case,
  injection: Injection,
  site: CallSite,
  seed: number,
  measures: Measures,
): void {
  const { path, injected, family, id, message, call } = injection
  const leaf = { path, value: injected }
  const { toolName, corpus } = site
  const argName = String(path[0])
  const args = replacedAt(site.args, path, injected)
  const first = judgeCall(toolName, args, corpus)
  const alone = judgeLeaf(toolName, leaf, corpus)
  // The argument is flagged, and not for a neighbour of the value.
  const flagged = first.verdict.unsupported.includes(argName) && alone?.stance === 'UNSUPPORTED'
  const recall = entryOf(measures.injected, family, noRecall)
  count(recall, flagged)
  if (!flagged) {
    measures.misses.push(missOf('injected', family, injection, alone))
    return
  }
  if (confidenceOf(first, argName) === 'HIGH') recall.high++
  else recall.low++

  const random = randomOf(seed, 'aftermath', id, message, call, path, family)
  const retried = corpus.fork()
  retried.append({ kind: 'call', toolCallId: 'minted', toolName, args })
  const recorded = retried.fork()

  const form = random.pick(echoForms) as (typeof echoForms)[number]
  const content = form.answer(String(injected), nearestKey(path), toolName)
  retried.append({ kind: 'result', toolCallId: 'minted', toolName, content })
  const again = judgeLeaf(toolName, leaf, retried)
  const held = again?.stance === 'UNSUPPORTED'
  count(entryOf(measures.echoes, form.name, noShare), held)
  if (!held) measures.misses.push(missOf('passed after an echo', form.name, injection, again))

  const later = laterRecord(given, injection, random)
  for (const entry of later.entries) recorded.append(entry)
  const cleared = judgeLeaf(toolName, leaf, recorded)
  const supported = cleared?.stance === 'SUPPORTED'
  count(entryOf(measures.cleared, later.kind, noShare), supported)
  if (!supported) measures.misses.push(missOf('still flagged after a record', later.kind, injection, cleared))
}

function missOf(
  kind: Miss['kind'],
  way: string,
  { source, id, message, call, toolName, path, original, injected }: Injection,
  verdict: ArgProvenance | undefined,
): Miss {
  const said = whatWasSaid(verdict)
  return { kind, way, source, id, message, call, toolName, path, original, value: injected, said }
}

/** The verdict on a value in a few words. */
export function whatWasSaid(verdict: ArgProvenance | undefined): string {
  if (!verdict) return 'no verdict'
  const { stance, how, origin, reason } = verdict
  if (stance !== 'SUPPORTED') return `${stance}: ${reason}`
  return `SUPPORTED: ${how ?? 'found'}, from ${origin?.toolName || origin?.source || 'the evidence'}`
}
