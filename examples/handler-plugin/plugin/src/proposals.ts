import { type EffectProposal, type EnforcementHandler, effectProposal, enforceHandler } from '@handrail/core'

type Handle = Parameters<EnforcementHandler['handle']>

/** Proposes what was decided, with the note that the model reads. */
export async function asDecided(
  name: string,
  reason: string,
  ...[decision, context]: Handle
): Promise<EffectProposal> {
  const { intervention, dispatchCall, syntheticResult, note } = await enforceHandler.handle(decision, context)
  return effectProposal({ intervention, dispatchCall, syntheticResult, note, handler: name, reason })
}

/** Proposes that the call runs, and that the model is told nothing. */
export function letRun(name: string, reason: string): EffectProposal {
  return effectProposal({ intervention: 'OBSERVE', dispatchCall: true, handler: name, reason })
}
