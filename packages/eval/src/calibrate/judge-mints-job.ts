import type { Confidence } from '@handrail/core'
import type { Conversation, Place } from '../conversation.ts'
import { isProblem, type Job } from '../work/job.ts'
import { countInLine } from './count-in-line.ts'
import { confidenceWith } from './judge-mint.ts'
import { CallJudge, type JudgedCall } from './judged-calls.ts'
import { isReal, type JudgedValue, judgedValues } from './real-values.ts'
import type { Knowledge } from './setup.ts'
import type { Injected } from './tally.ts'

/** What a thread has to know to judge mints. */
export interface JudgeMintsSetup {
  readonly knowledge: Knowledge
  readonly mints: readonly Injected[]
}

/** With which confidence a mint is flagged, by its number in the setup. */
export type JudgedMint = readonly [mint: number, confidence: Confidence]

type NumberedMint = readonly [number: number, mint: Injected]

/** Mints of one conversation, by call. */
type MintsByCall = Map<number, NumberedMint[]>

/** Judges calls with the mints that were drawn for them. What is not where it was when they were drawn is left out. */
export const judgeMintsJob: Job<JudgeMintsSetup, JudgedMint[]> = {
  open({ knowledge, mints }) {
    const judge = new CallJudge(knowledge)
    const byConversation = new Map<string, MintsByCall>()
    for (const [number, mint] of mints.entries()) {
      const byCall = at(byConversation, keyOf(mint, mint.inLine, mint.conversation), () => new Map())
      at(byCall, mint.call, () => []).push([number, mint])
    }
    return (batch) => {
      const judged: JudgedMint[] = []
      const inLine = countInLine()
      for (const item of batch) {
        if (isProblem(item)) continue
        const byCall = byConversation.get(keyOf(item.place, inLine(item.place), item.id))
        if (byCall) for (const each of judgedIn(item, byCall, judge)) judged.push(each)
      }
      return judged
    }
  },
}

function keyOf({ file, line }: Place, inLine: number, id: string): string {
  return JSON.stringify([file, line, inLine, id])
}

function at<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make()
  map.set(key, value)
  return value
}

function* judgedIn(conversation: Conversation, byCall: MintsByCall, judge: CallJudge): Generator<JudgedMint> {
  let left = byCall.size
  for (const call of judge.callsOf(conversation, (number) => byCall.has(number))) {
    const mints = byCall.get(call.call) ?? []
    const values = judgedValues(call)
    for (const [number, mint] of mints) {
      const value = values[mint.nth]
      if (value && isStill(mint, call, value)) yield [number, confidenceWith(call, value, mint.minted)]
    }
    // What comes after the last one is not looked at.
    if (--left === 0) return
  }
}

/** Whether a value is the one that a mint was drawn for, and the evidence still holds it and not the mint. */
function isStill({ toolName, original, minted }: Injected, call: JudgedCall, value: JudgedValue): boolean {
  return (
    toolName === call.toolName &&
    original === value.value &&
    isReal(call, value) &&
    !call.search.holds(minted)
  )
}
