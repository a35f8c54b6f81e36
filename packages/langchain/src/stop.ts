import { type Guard, Intervention, type OpenRuling, type Ruling } from '@handrail/core'

/**
 * For a call that may have to wait, for an answer or for those beside it: once the run is aborted, its tool must not
 * begin. A run that was aborted before ends as it does without us.
 */
export function stopperOf(signal: AbortSignal | undefined): (guard: Guard, ruling: OpenRuling) => OpenRuling {
  if (!signal || signal.aborted) return (_, ruling) => ruling
  return (guard, ruling) => ({
    ...ruling,
    carryOut: (consent) => (signal.aborted ? abort(guard, ruling, signal) : ruling.carryOut(consent)),
    carryOutUnasked: () => (signal.aborted ? abort(guard, ruling, signal) : ruling.carryOutUnasked()),
  })
}

function abort(guard: Guard, { assessment, proposal }: OpenRuling, { reason }: AbortSignal): Ruling {
  try {
    const fault = 'the run was aborted before the call could run'
    guard.record(assessment, proposal, { intervention: Intervention.OBSERVE, dispatched: false, fault })
  } catch {
    // A guard that cannot even record must not change what happens.
  }
  return { kind: 'abort', reason }
}
