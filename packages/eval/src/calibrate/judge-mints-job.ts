import type { Confidence } from '@handrail/core'
import type { Conversation, Place } from '../conversation.ts'
import { isProblem, type Job } from '../work/job.ts'
import { countInLine } from './count-in-line.ts'
import { confidenceWith } from './judge-mint.ts'
import { CallJudge } from './judged-calls.ts'
import { judgedValues } from './real-values.ts'
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

/** Judges calls with the mints that were drawn for them. What is not where it was when they were drawn is left out. */
export const judgeMintsJob: Job<JudgeMintsSetup, JudgedMint[]> = {
  open({ knowledge, mints }) {
    const judge = new CallJudge(knowledge)
    const byConversation = new Map<string, NumberedMint[]>()
    for (const [number, mint] of mints.entries()) {
      const key = keyOf(mint, mint.inLine, mint.conversation)
      const known = byConversation.get(key)
      if (known) known.push([number, mint])
      else byConversation.set(key, [[number, mint]])
    }
    return (batch) => {
      const judged: JudgedMint[] = []
      const inLine = countInLine()
      for (const item of batch) {
        if (isProblem(item)) continue
        const key = keyOf(item.place, inLine(item.place), item.id)
        judged.push(...judgedIn(item, byConversation.get(key) ?? [], judge))
      }
      return judged
    }
  },
}

function keyOf({ file, line }: Place, inLine: number, id: string): string {
  return JSON.stringify([file, line, inLine, id])
}

function judgedIn(
  conversation: Conversation,
  mints: readonly NumberedMint[],
  judge: CallJudge,
): JudgedMint[] {
  const judged: JudgedMint[] = []
  const last = Math.max(-1, ...mints.map(([, { call }]) => call))
  if (last < 0) return judged
  for (const call of judge.callsOf(conversation)) {
    const wanted = mints.filter(([, mint]) => mint.call === call.call && mint.toolName === call.toolName)
    const values = wanted.length > 0 ? judgedValues(call) : []
    for (const [number, { nth, original, minted }] of wanted) {
      const value = values[nth]
      if (value?.value === original) judged.push([number, confidenceWith(call, value, minted)])
    }
    if (call.call === last) break
  }
  return judged
}
