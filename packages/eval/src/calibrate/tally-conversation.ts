import { type Assessment, assessConfidence, type CallEntry, type TranscriptEntry } from '@handrail/core'
import type { Conversation } from '../conversation.ts'
import { EvidenceSearch } from './evidence-search.ts'
import { type InjectionSettings, inject } from './inject.ts'
import { hashOf, rankOf } from './rank.ts'
import { addTo, type Ranked, type Sample } from './sample.ts'
import { argIn, type JudgedEffect, type Outcome, readerIn, type Tally, toolIn } from './tally.ts'

/** What is needed to go through conversations. */
export interface Counter extends InjectionSettings {
  readonly guards: Guards
  readonly extraEvidence: readonly string[]
  /** The mints of earlier parts, by effect and family. */
  readonly earlier: Record<JudgedEffect, readonly Sample<Ranked>[]>
}

/** Where a call is: its conversation, and how that ended. */
interface Scene {
  readonly conversation: Conversation
  readonly outcome: Outcome
}

/** Counts what there is to count in a conversation: every call is judged on what the model had read when it made it. */
export function tallyConversation(conversation: Conversation, counter: Counter, tally: Tally): void {
  const { entries, tools, reward } = conversation
  const outcome = reward === undefined ? 'unrated' : reward >= 1 ? 'successful' : 'failed'
  tally.conversations[outcome]++
  const { guard, corpus } = counter.guards.for(tools)
  const evidence = corpus()
  const search = new EvidenceSearch(entries, counter.extraEvidence)
  let call = 0
  for (let at = 0; at < entries.length; ) {
    const begin = at
    search.upTo(begin)
    // Calls of one step stand together, and none of them saw an answer to another.
    for (let entry = entries[at]; entry?.kind === 'call'; entry = entries[++at], call++) {
      const { toolCallId, toolName, args } = entry
      const assessment = guard.assess({ toolCallId, toolName, args }, evidence)
      countCall({ conversation, outcome }, entry, at, call, assessment, tally)
      const { effect } = assessment.effect
      if (effect === 'read') continue
      const { id, place } = conversation
      const { verdict } = assessment
      const site = { guard, corpus: evidence, search, toolName, args, verdict, conversation: id, ...place, call }
      inject(site, counter, tally.injected[effect], counter.earlier[effect])
    }
    at = Math.max(at, begin + 1)
    for (let i = begin; i < at; i++) evidence.append(entries[i] as TranscriptEntry)
  }
}

function countCall(
  { conversation, outcome }: Scene,
  { toolName: name }: CallEntry,
  entry: number,
  call: number,
  { effect: known, verdict }: Assessment,
  tally: Tally,
): void {
  tally.calls++
  const { effect, from } = known
  if (effect === 'read') {
    const reader = from === 'default' || from === 'name' ? readerIn(tally.readers, name) : undefined
    if (reader) reader.calls++
    return
  }
  tally.changing[effect]++
  const tool = toolIn(tally.tools, { name, effect, from })
  if (tool) tool.calls++
  if (verdict.args.every(({ stance }) => stance === 'ABSTAIN')) return
  const confidence = assessConfidence(verdict)
  tally.judged[effect][confidence][outcome]++
  if (tool) {
    tool.judged++
    if (confidence !== 'NONE') tool[confidence]++
    for (const arg of verdict.args) {
      if (arg.stance === 'ABSTAIN') continue
      const counted = argIn(tool, arg.argName)
      if (!counted) continue
      counted.judged++
      if (arg.stance === 'SUPPORTED') continue
      const sure = assessConfidence({ believe: false, unsupported: [arg.argName], args: [arg] })
      counted[sure === 'HIGH' ? 'HIGH' : 'LOW']++
    }
  }
  if (confidence === 'NONE') return
  const { id, place, messageOf } = conversation
  const key = JSON.stringify([id, place.line, call])
  addTo(tally.flagged[effect][confidence], {
    rank: rankOf(hashOf(key)),
    tie: JSON.stringify([place.file, key]),
    conversation: id,
    place: { file: place.file, line: place.line },
    call,
    message: messageOf[entry] ?? 0,
    toolName: name,
    effect,
    confidence,
    args: [...verdict.unsupported],
    outcome,
  })
}
