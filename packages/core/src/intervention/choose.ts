import { describeError } from '../errors.ts'
import type { ProvenanceVerdict } from '../provenance/verdict.ts'
import { BASE_INTERVENTIONS } from './base-ladder.ts'
import { assessConfidence, type VerdictShape } from './confidence.ts'
import type { InterventionLadder } from './ladder.ts'
import { DEFAULT_POLICY, type InterventionPolicy } from './policy.ts'
import { type InterventionSpec, interventionOf } from './rung.ts'
import { Confidence, type Intervention, isIntervention } from './vocabulary.ts'

/** What a host is advised to do about a call, how hard, and why. Advice only: nothing has happened yet. */
export interface InterventionDecision {
  /** Which of the four the rung is carried out as. */
  readonly intervention: Intervention
  /** How sure the detector is. */
  readonly confidence: Confidence
  /** The rung itself. */
  readonly rung: InterventionSpec
  /** The cost of the rung, from 0 (gentlest of its ladder) to 1 (harshest). */
  readonly disruptionCost: number
  /** Names of the unsupported arguments. */
  readonly unsupported: readonly string[]
  /** One line for the operator. */
  readonly reason: string
}

const OBSERVE = BASE_INTERVENTIONS.byRank()[0] as InterventionSpec

/**
 * Maps a verdict to a rung. Never throws.
 *
 * A clean call gets `policy.onNone` as it is; a flagged one gets the rung of its confidence, moved into
 * `[floor, ceiling]`. A policy that is unsafe on this ladder is not obeyed: the ladder's default rung is chosen,
 * or the gentlest one where the default is none of the four.
 */
export function chooseIntervention(
  verdict: VerdictShape,
  policy: InterventionPolicy = DEFAULT_POLICY,
  ladder: InterventionLadder = BASE_INTERVENTIONS,
): InterventionDecision {
  let confidence: Confidence = Confidence.NONE
  try {
    confidence = assessConfidence(verdict)
    policy.validateAgainst(ladder)
    if (confidence === Confidence.NONE)
      return decide(verdict, confidence, ladder.get(policy.onNone), ladder, 'no id-like argument was minted')
    const wanted = confidence === Confidence.HIGH ? policy.onHighConfidence : policy.onLowConfidence
    const names = verdict.unsupported.join(', ')
    const why = `${confidence}-confidence mint on ${verdict.unsupported.length} argument(s) (${names})`
    return decide(verdict, confidence, ladder.clamp(wanted, policy), ladder, why)
  } catch (error) {
    const why = `fail-safe: the policy is unsafe on this ladder (${describeError(error)})`
    return decide(verdict, confidence, failSafe(ladder), ladder, why)
  }
}

/** The decision to leave a call alone, whatever the policy and the ladder: it was not judged, or judging failed. */
export function observeDecision(verdict: ProvenanceVerdict, why: string): InterventionDecision {
  return decide(verdict, Confidence.NONE, OBSERVE, BASE_INTERVENTIONS, why)
}

/** The same finding, and the call is left alone all the same. */
export function easeToObserve(decision: InterventionDecision, why: string): InterventionDecision {
  return moveDecision(decision, OBSERVE, BASE_INTERVENTIONS, why)
}

/** The same decision on a gentler rung; unchanged when it is not above `maxRank` already. */
export function capDecision(
  decision: InterventionDecision,
  maxRank: number,
  ladder: InterventionLadder,
  why: string,
): InterventionDecision {
  if (decision.rung.rank <= maxRank) return decision
  const rung = ladder.atMost(maxRank) ?? decision.rung
  if (rung.rank >= decision.rung.rank) return decision
  return moveDecision(decision, rung, ladder, why)
}

/** The same decision on another rung of the ladder, with the reason why it moved. */
export function moveDecision(
  decision: InterventionDecision,
  rung: InterventionSpec,
  ladder: InterventionLadder,
  why: string,
): InterventionDecision {
  return Object.freeze({
    ...decision,
    intervention: interventionOf(rung),
    rung,
    disruptionCost: ladder.disruptionCost(rung.key),
    reason: `${decision.reason}; ${why} -> ${rung.key}`,
  })
}

function decide(
  verdict: VerdictShape,
  confidence: Confidence,
  spec: InterventionSpec | undefined,
  ladder: InterventionLadder,
  why: string,
): InterventionDecision {
  const rung = spec ?? OBSERVE
  return Object.freeze({
    intervention: interventionOf(rung),
    confidence,
    rung,
    disruptionCost: ladder.isKnown(rung.key) ? ladder.disruptionCost(rung.key) : 0,
    unsupported: verdict.unsupported,
    reason: `${why} -> ${rung.key}`,
  })
}

function failSafe(ladder: InterventionLadder): InterventionSpec | undefined {
  const preset = ladder.get(ladder.defaultToken)
  return preset && isIntervention(preset.key) ? preset : ladder.byRank()[0]
}
