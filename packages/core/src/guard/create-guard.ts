import type { CallToAssess, HandlerContext } from '../enforcement/handler.ts'
import { noteFor } from '../enforcement/notes.ts'
import { type EffectProposal, effectProposal } from '../enforcement/proposal.ts'
import { createHandlerRegistry } from '../enforcement/registry.ts'
import { runHandler } from '../enforcement/run-handler.ts'
import { describeError } from '../errors.ts'
import { Corpus } from '../evidence/corpus.ts'
import { BASE_INTERVENTIONS } from '../intervention/base-ladder.ts'
import { capDecision, chooseIntervention, observeDecision } from '../intervention/choose.ts'
import { InterventionPolicy } from '../intervention/policy.ts'
import { Intervention } from '../intervention/vocabulary.ts'
import { markedLine } from '../note-marker.ts'
import { abstainFromAll } from '../provenance/abstain.ts'
import { classifyCall } from '../provenance/classify-call.ts'
import type { ProvenanceVerdict } from '../provenance/verdict.ts'
import type { ToolTraits, TranscriptEntry } from '../transcript.ts'
import { argsOfCall } from './args.ts'
import type { Assessment } from './assessment.ts'
import { ceilingsOf } from './ceilings.ts'
import { type Guard, type GuardedCall, isGuard, markGuard } from './guard.ts'
import { checkOptions, type GuardOptions } from './options.ts'
import { type GuardOutcome, RecordLog } from './record.ts'
import { applyRepeats, RepeatCounter } from './repeats.ts'
import { effectOfTool, type KnownEffect } from './tool-effect.ts'

const MAX_ACTUATIONS = 20

/**
 * Makes a guard. Without options it observes: every call runs, every verdict is recorded.
 *
 * @example
 * const guard = createGuard({ handler: 'enforce', onRecord: (record) => console.log(record.assessment.decision.reason) })
 *
 * @throws HandrailError when an option is unknown or contradicts another: `INVALID_OPTION`, `INVALID_POLICY`,
 * `INVALID_LADDER`, `UNKNOWN_RUNG` or `UNKNOWN_HANDLER`.
 */
export function createGuard(options: GuardOptions = {}): Guard {
  checkOptions(options)
  const ladder = options.ladder ?? BASE_INTERVENTIONS
  const policy = policyOf(options.policy, ladder)
  const handlers = createHandlerRegistry(options.handlers)
  const selected = options.handler ?? 'observe'
  const handler = typeof selected === 'string' ? handlers.resolve(selected) : selected
  const ceilings = ceilingsOf(options.ceilings, policy, ladder)
  const repeats = {
    write: options.repeat?.write ?? 'dispatch',
    destructive: options.repeat?.destructive ?? 'hold',
    maxActuations: options.maxActuations ?? MAX_ACTUATIONS,
  } as const
  const log = new RecordLog(options.onRecord)
  const traitsOf = (toolName: string): ToolTraits | undefined =>
    options.tools && Object.hasOwn(options.tools, toolName) ? options.tools[toolName] : undefined

  const judge = (call: CallToAssess, corpus: Corpus): ProvenanceVerdict => {
    const toolCall = { toolName: call.toolName, args: argsOfCall(call.args, traitsOf(call.toolName)) }
    const verdict = classifyCall(toolCall, corpus, options.provenance)
    if (verdict.believe || options.extraEvidence === undefined) return verdict
    // Instructions are asked for and read only when something looks minted without them.
    const informed = corpus.fork()
    for (const text of textsOf(options.extraEvidence)) informed.append({ kind: 'task', role: 'system', text })
    return classifyCall(toolCall, informed, options.provenance)
  }
  const counter = new RepeatCounter(judge)

  const decide = (
    call: GuardedCall,
    corpus: Corpus,
    effect: KnownEffect,
  ): Omit<Assessment, 'call' | 'effect' | 'faults'> => {
    if (effect.effect === 'read') {
      const verdict = abstainFromAll(argsOfCall(call.args, undefined), 'the call changes nothing')
      return { verdict, decision: observeDecision(verdict, 'the call changes nothing'), earlierAttempts: 0 }
    }
    const verdict = judge(call, corpus)
    const wanted = chooseIntervention(verdict, policy, ladder)
    const capped = capDecision(
      wanted,
      ceilings[effect.effect],
      ladder,
      `the ceiling of ${effect.effect} tools`,
    )
    if (verdict.believe) return { verdict, decision: capped, earlierAttempts: 0 }
    const earlier = counter.count(call, verdict, corpus)
    const decision = applyRepeats(capped, verdict, effect.effect, earlier, repeats, ladder)
    return { verdict, decision, earlierAttempts: earlier.sameCall }
  }

  const startingWith = (base: Corpus): Guard =>
    markGuard({
      handlers,
      corpus: () => base.fork(),
      assess({ annotations, toolCallId, toolName, args }, corpus) {
        const call = { toolCallId, toolName, args }
        let effect: KnownEffect = { effect: 'read', from: 'default' }
        try {
          effect = effectOfTool(toolName, traitsOf(toolName), annotations, options.trustAnnotations ?? false)
          return Object.freeze({ call, effect, ...decide(call, corpus, effect), faults: [] })
        } catch (error) {
          const why = `judging failed (${describeError(error)})`
          const verdict = abstainFromAll([], why)
          const decision = observeDecision(verdict, why)
          return Object.freeze({ call, effect, verdict, decision, earlierAttempts: 0, faults: [why] })
        }
      },
      propose(assessment, { abortSignal } = {}) {
        const context: HandlerContext = {
          call: assessment.call,
          verdict: assessment.verdict,
          effect: assessment.effect.effect,
          earlierAttempts: assessment.earlierAttempts,
          ladder,
          ...(options.handlerTimeoutMs !== undefined && { timeoutMs: options.handlerTimeoutMs }),
          ...(abortSignal && { abortSignal }),
        }
        const proposal = runHandler(handler, assessment.decision, context)
        return proposal instanceof Promise
          ? proposal.then((settled) => withNote(settled, context))
          : withNote(proposal, context)
      },
      record: (assessment, proposal, outcome: GuardOutcome) => log.add(assessment, proposal, outcome),
      records: () => log.all(),
      withEvidence: (entries: Iterable<TranscriptEntry>) => {
        const corpus = base.fork()
        for (const entry of entries) corpus.append(entry)
        return startingWith(corpus)
      },
    })

  return startingWith(new Corpus(options.tools ? { tools: options.tools } : {}))
}

/** The guard itself, or a new one of these options: what every adapter does with its second argument. */
export function guardOf(guardOrOptions: Guard | GuardOptions | undefined): Guard {
  return isGuard(guardOrOptions) ? guardOrOptions : createGuard(guardOrOptions)
}

function policyOf(
  policy: GuardOptions['policy'],
  ladder: Parameters<InterventionPolicy['validateAgainst']>[0],
) {
  if (policy && 'validateAgainst' in policy) {
    policy.validateAgainst(ladder)
    return policy
  }
  return new InterventionPolicy(policy, ladder)
}

/** A proposal that the model hears of always comes with a marked line: a refusal without a reason is retried. */
function withNote(proposal: EffectProposal, context: HandlerContext): EffectProposal {
  if (proposal.intervention === Intervention.OBSERVE) return proposal
  try {
    const note =
      proposal.note.trim() === ''
        ? noteFor(proposal.intervention, context)
        : markedLine(proposal.intervention, proposal.note)
    return effectProposal({ ...proposal, note })
  } catch (error) {
    return effectProposal({ ...proposal, note: markedLine(proposal.intervention, describeError(error)) })
  }
}

function textsOf(extraEvidence: NonNullable<GuardOptions['extraEvidence']>): readonly string[] {
  const given = typeof extraEvidence === 'function' ? extraEvidence() : extraEvidence
  return typeof given === 'string' ? [given] : given
}
