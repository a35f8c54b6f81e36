import type { MarkedAnswer } from '../evidence/call-log.ts'
import type { Corpus } from '../evidence/corpus.ts'
import { easeToObserve, type InterventionDecision, moveDecision } from '../intervention/choose.ts'
import type { InterventionLadder } from '../intervention/ladder.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import type { ProvenanceVerdict } from '../provenance/verdict.ts'
import type { ToolEffect } from '../transcript.ts'
import type { GuardedCall } from './guard.ts'
import type { RepeatRule } from './options.ts'

/** What the visible conversation says about earlier attempts. */
export interface EarlierAnswers {
  /** Answers of ours to the same tool with the same unsupported values. */
  readonly sameCall: number
  /** Whether one of those withheld the call. */
  readonly withheld: boolean
  /** Answers of ours to any call. */
  readonly total: number
}

/** Judges a call of the past on the evidence of its time. */
type Judge = (call: GuardedCall, corpus: Corpus) => ProvenanceVerdict

/**
 * Counts from the transcript itself, so that it also holds where nothing is kept between requests. A marked answer
 * counts only if its own call is unsupported when judged again: a marker that a tool forged spends nothing.
 */
export class RepeatCounter {
  readonly #judge: Judge
  readonly #fingerprints = new WeakMap<MarkedAnswer, string>()

  constructor(judge: Judge) {
    this.#judge = judge
  }

  count(call: GuardedCall, verdict: ProvenanceVerdict, corpus: Corpus): EarlierAnswers {
    const wanted = fingerprint(call.toolName, verdict)
    let sameCall = 0
    let total = 0
    let withheld = false
    for (const answer of corpus.markedAnswers) {
      const found = this.#fingerprintOf(answer, call)
      if (found === null) continue
      total++
      if (found !== wanted) continue
      sameCall++
      withheld ||= answer.intervention === Intervention.BLOCK || answer.intervention === Intervention.DEFER
    }
    return { sameCall, total, withheld }
  }

  #fingerprintOf(answer: MarkedAnswer, current: GuardedCall): string | null {
    const cached = this.#fingerprints.get(answer)
    if (cached !== undefined) return cached
    const { annotations, inputSchema, extraEvidence } = current
    // What the host says about a tool comes with each call; of another tool nothing is known here.
    const sameTool = answer.call.toolName === current.toolName && { annotations, inputSchema }
    const found = fingerprint(
      answer.call.toolName,
      this.#judge({ ...answer.call, extraEvidence, ...sameTool }, answer.evidence),
    )
    if (found !== null) this.#fingerprints.set(answer, found)
    return found
  }
}

/** Names a tool and the values that were unsupported, in any order and case; `null` when there is none. */
function fingerprint(toolName: string, verdict: ProvenanceVerdict): string | null {
  if (verdict.unsupported.length === 0) return null
  const parts = verdict.args
    .filter((arg) => arg.stance === 'UNSUPPORTED')
    .map((arg) =>
      JSON.stringify([arg.argName, ...arg.componentsUnmatched.map((part) => part.toLowerCase()).sort()]),
    )
  return JSON.stringify([toolName, ...parts.sort()])
}

/** Settings that bound how often a conversation is disturbed. */
export interface RepeatSettings {
  readonly write: RepeatRule
  readonly destructive: RepeatRule
  readonly maxActuations: number
}

/**
 * Lowers a decision that would only repeat itself: no model is argued with for ever, and no destructive call slips
 * through by being tried again.
 */
export function applyRepeats(
  decision: InterventionDecision,
  effect: ToolEffect,
  earlier: EarlierAnswers,
  settings: RepeatSettings,
  ladder: InterventionLadder,
): InterventionDecision {
  const rule = effect === 'destructive' ? settings.destructive : settings.write
  if (earlier.sameCall > 0 && rule === 'dispatch') {
    const why = `attempt ${earlier.sameCall + 1} of this ${effect} call runs`
    const milder = ladder.byRank().findLast((rung) => rung.dispatches && rung.rank < decision.rung.rank)
    return earlier.withheld && milder && !decision.rung.dispatches
      ? moveDecision(decision, milder, ladder, why)
      : easeToObserve(decision, why)
  }
  if (effect !== 'destructive' && earlier.total >= settings.maxActuations)
    return easeToObserve(decision, `${earlier.total} answers of ours are in the conversation already`)
  return decision
}
