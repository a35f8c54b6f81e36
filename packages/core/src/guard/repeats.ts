import type { MarkedAnswer } from '../evidence/call-log.ts'
import type { Corpus } from '../evidence/corpus.ts'
import { jsonTextOf } from '../evidence/text/json-text.ts'
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

/** What was found out about a call. */
export interface Judged {
  readonly verdict: ProvenanceVerdict
  /** What the model has read beside the conversation, where it was asked for. */
  readonly texts?: Corpus | undefined
}

/** A call that was judged when it was made. */
interface Known extends Pick<GuardedCall, 'toolName' | 'inputSchema'> {
  /** As of then: the corpus itself may grow on. */
  readonly evidence: Corpus
  readonly texts: Corpus | undefined
  readonly fingerprint: string | null
  /** The JSON of the arguments, which the tool may have changed since. */
  readonly json: string
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
  /** By their arguments: most frameworks hand over the same object again. */
  readonly #known = new WeakMap<object, Known>()

  constructor(judge: Judge) {
    this.#judge = judge
  }

  count(call: GuardedCall, { verdict, texts }: Judged, corpus: Corpus): EarlierAnswers {
    const wanted = fingerprint(call.toolName, verdict)
    const { toolName, args, inputSchema } = call
    const { text: json } = jsonTextOf(args)
    const current: Known = {
      ...{ toolName, inputSchema, texts, json },
      evidence: corpus.fork(),
      fingerprint: wanted,
    }
    if (typeof args === 'object' && args !== null && !('judgedArgs' in call)) this.#known.set(args, current)
    let sameCall = 0
    let total = 0
    let withheld = false
    for (const answer of corpus.markedAnswers) {
      const found = this.#fingerprintOf(answer, call, current)
      if (found === null) continue
      total++
      if (found !== wanted) continue
      sameCall++
      withheld ||= answer.intervention === Intervention.BLOCK || answer.intervention === Intervention.DEFER
    }
    return { sameCall, total, withheld }
  }

  #fingerprintOf(answer: MarkedAnswer, call: GuardedCall, current: Known): string | null {
    const cached = this.#fingerprints.get(answer)
    if (cached !== undefined) return cached
    const found = this.#remembered(answer, current) ?? this.#judgedAgain(answer, call)
    if (found !== null) this.#fingerprints.set(answer, found)
    return found
  }

  /** What was found out when the call was made, if it would be the same now. */
  #remembered({ call, evidence }: MarkedAnswer, current: Known): string | null | undefined {
    const known = typeof call.args === 'object' && call.args !== null ? this.#known.get(call.args) : undefined
    const isSame =
      known?.toolName === call.toolName &&
      known.toolName === current.toolName &&
      known.inputSchema === current.inputSchema &&
      known.texts === current.texts &&
      known.evidence.endsLike(evidence) &&
      known.json === jsonTextOf(call.args).text
    return isSame ? known.fingerprint : undefined
  }

  #judgedAgain({ call, evidence }: MarkedAnswer, current: GuardedCall): string | null {
    const { annotations, inputSchema, extraEvidence } = current
    // What the host says about a tool comes with each call; of another tool nothing is known here.
    const sameTool = call.toolName === current.toolName && { annotations, inputSchema }
    return fingerprint(call.toolName, this.#judge({ ...call, extraEvidence, ...sameTool }, evidence))
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
