import { assessConfidence } from '@handrail/core'
import { type Conversation, isSuccessful } from '../conversation.ts'
import { type InjectionSettings, inject } from './inject.ts'
import type { CallJudge, JudgedCall } from './judged-calls.ts'
import { hashOf, rankOf } from './rank.ts'
import { addTo, type Ranked, type Sample } from './sample.ts'
import {
  argIn,
  type JudgedEffect,
  type Outcome,
  readerIn,
  type Tally,
  type ToolTally,
  toolIn,
} from './tally.ts'

/** What is needed to go through conversations. */
export interface Counter extends InjectionSettings {
  readonly judge: CallJudge
  /** The mints of earlier parts, by effect and family. */
  readonly earlier: Record<JudgedEffect, readonly Sample<Ranked>[]>
}

/**
 * Counts what there is to count in a conversation.
 *
 * @param inLine which of those on its line it is.
 */
export function tallyConversation(
  conversation: Conversation,
  inLine: number,
  counter: Counter,
  tally: Tally,
): void {
  const { reward } = conversation
  const outcome = reward === undefined ? 'unrated' : isSuccessful(conversation) ? 'successful' : 'failed'
  tally.conversations[outcome]++
  for (const call of counter.judge.callsOf(conversation)) {
    tally.calls++
    const { effect, from } = call.assessment.effect
    if (effect === 'read') {
      const reader =
        from === 'name' || from === 'default' ? readerIn(tally.readers, call.toolName) : undefined
      if (reader) reader.calls++
      continue
    }
    tally.changing[effect]++
    const tool = toolIn(tally.tools, { name: call.toolName, effect, from })
    if (tool) tool.calls++
    countVerdict(call, effect, outcome, tool, tally, conversation)
    inject(call, conversation, inLine, counter, tally.injected[effect], counter.earlier[effect])
  }
}

function countVerdict(
  { assessment: { verdict }, toolName, call, message }: JudgedCall,
  effect: JudgedEffect,
  outcome: Outcome,
  tool: ToolTally | undefined,
  tally: Tally,
  { id, place }: Conversation,
): void {
  if (verdict.args.every(({ stance }) => stance === 'ABSTAIN')) return
  const confidence = assessConfidence(verdict)
  tally.judged[effect][confidence][outcome]++
  if (tool) {
    tool.judged++
    if (confidence !== 'NONE') tool[confidence]++
    countArgs(verdict, tool)
  }
  if (confidence === 'NONE') return
  const key = JSON.stringify([id, place.line, call])
  addTo(tally.flagged[effect][confidence], {
    rank: rankOf(hashOf(key)),
    tie: JSON.stringify([place.file, key]),
    conversation: id,
    place: { file: place.file, line: place.line },
    ...{ call, message, toolName, effect, confidence, outcome },
    args: [...verdict.unsupported],
  })
}

function countArgs({ args }: JudgedCall['assessment']['verdict'], tool: ToolTally): void {
  for (const arg of args) {
    if (arg.stance === 'ABSTAIN') continue
    const counted = argIn(tool, arg.argName)
    if (!counted) continue
    counted.judged++
    if (arg.stance === 'SUPPORTED') continue
    const confidence = assessConfidence({ believe: false, unsupported: [arg.argName], args: [arg] })
    counted[confidence === 'HIGH' ? 'HIGH' : 'LOW']++
  }
}
