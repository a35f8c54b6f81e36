import type { CallToAssess } from '../enforcement/handler.ts'
import { describeError } from '../errors.ts'
import type { Corpus } from '../evidence/corpus.ts'
import { capDecision, chooseIntervention, observeDecision } from '../intervention/choose.ts'
import { abstainFromAll } from '../provenance/abstain.ts'
import { classifyCallWith } from '../provenance/classify-call.ts'
import { argsOfCall } from './args.ts'
import type { Assessment } from './assessment.ts'
import { now } from './clock.ts'
import type { Guard, GuardedCall } from './guard.ts'
import { LearnedTexts } from './learned-texts.ts'
import type { GuardOptions } from './options.ts'
import { applyRepeats, type Judged, RepeatCounter } from './repeats.ts'
import type { GuardSettings } from './settings.ts'
import { effectOfTool, type KnownEffect } from './tool-effect.ts'

/** Makes the part of a guard that judges: verdict, rung, ceiling, repeats. */
export function createAssess(settings: GuardSettings): Guard['assess'] {
  const { ladder, policy, ceilings } = settings
  const learned = new LearnedTexts()
  const judge = (call: GuardedCall, corpus: Corpus) => judgeCall(call, corpus, settings, learned)
  const counter = new RepeatCounter((past, corpus) => {
    // Nobody answers a call that only reads, so a marker in its result is forged. An unknown verb may be a change.
    const { effect, from } = effectOfTool(
      past.toolName,
      settings.traitsOf(past.toolName),
      past.annotations,
      settings.trustAnnotations,
    )
    const reads = effect === 'read' && from !== 'default'
    return reads ? unjudged('the call changes nothing').verdict : judge(past, corpus).verdict
  })

  const decide = (call: GuardedCall, evidence: Corpus | (() => Corpus), { effect }: KnownEffect) => {
    if (effect === 'read') return unjudged('the call changes nothing', call)
    const given = typeof evidence === 'function' ? evidence() : evidence
    const corpus = given.asOfCall(call.toolCallId, call.toolName)
    const judged: Judged = call.judged ? { verdict: call.judged.verdict } : judge(call, corpus)
    const { verdict } = judged
    const wanted = chooseIntervention(verdict, policy, ladder)
    const decision = capDecision(wanted, ceilings[effect], ladder, `the ceiling of ${effect} tools`)
    if (verdict.believe) return { verdict, decision, earlierAttempts: 0 }
    const earlier = counter.count(call, judged, corpus)
    const { rung } = decision
    const asks = call.asksPerson && !rung.dispatches && !rung.returnsSynthetic
    return {
      verdict,
      decision: asks ? decision : applyRepeats(decision, effect, earlier, settings.repeats, ladder),
      earlierAttempts: earlier.sameCall,
    }
  }

  return (guarded, evidence): Assessment => {
    const began = now()
    let call: CallToAssess = { toolCallId: '', toolName: '', args: undefined }
    let effect: KnownEffect = { effect: 'read', from: 'default' }
    try {
      const { toolCallId, toolName, args, annotations } = guarded
      call = { toolCallId, toolName, args }
      effect = effectOfTool(toolName, settings.traitsOf(toolName), annotations, settings.trustAnnotations)
      const decided = decide(guarded, evidence, effect)
      return Object.freeze({ call, effect, ...decided, durationMs: since(began), faults: [] })
    } catch (error) {
      const why = `judging failed (${describeError(error)})`
      return Object.freeze({ call, effect, ...unjudged(why), durationMs: since(began), faults: [why] })
    }
  }
}

/** A clock that was set back took no less than nothing. */
function since(began: number): number {
  return Math.max(0, now() - began)
}

function judgeCall(
  call: GuardedCall,
  corpus: Corpus,
  settings: GuardSettings,
  learned: LearnedTexts,
): Judged {
  const traits = settings.traitsOf(call.toolName)
  const inputSchema = traits?.inputSchema ?? call.inputSchema
  const toolCall = {
    toolName: call.toolName,
    args: argsOfCall('judgedArgs' in call ? call.judgedArgs : call.args),
    ...(inputSchema && { inputSchema }),
    ...(traits?.args && { argRoles: traits.args }),
  }
  // Instructions and the like are asked for and read only when something looks minted without them.
  let texts: Corpus | undefined
  const verdict = classifyCallWith(toolCall, corpus, settings.provenance, () => {
    texts = learned.corpusOf([...textsOf(settings.extraEvidence), ...textsOf(call.extraEvidence)])
    return texts
  })
  return { verdict, texts }
}

type Unjudged = Omit<Assessment, 'call' | 'effect' | 'durationMs' | 'faults'>

/** What an assessment says of a call that is not judged. */
export function unjudged(why: string, call?: GuardedCall): Unjudged {
  const verdict = abstainFromAll(call ? argsOfCall(call.args) : [], why)
  return { verdict, decision: observeDecision(verdict, why), earlierAttempts: 0 }
}

function textsOf(extraEvidence: GuardOptions['extraEvidence']): readonly string[] {
  if (extraEvidence === undefined) return []
  const given = typeof extraEvidence === 'function' ? extraEvidence() : extraEvidence
  return typeof given === 'string' ? [given] : given
}
