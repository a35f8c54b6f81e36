import {
  type ArgProvenance,
  BASE_INTERVENTIONS,
  type Confidence,
  type HandlerContext,
  type InterventionLadder,
  type ProvenanceVerdict,
} from '../../src/index.ts'
import type { InterventionDecision } from '../../src/intervention/choose.ts'
import { interventionOf } from '../../src/intervention/rung.ts'

/** An argument of a verdict; what is left out has the value of an argument that nothing was found out about. */
export function arg(fields: Partial<ArgProvenance> & Pick<ArgProvenance, 'argName'>): ArgProvenance {
  return {
    valueRepr: '',
    stance: 'ABSTAIN',
    idShaped: true,
    isReference: true,
    matchedIn: [],
    componentsChecked: [],
    componentsUnmatched: [],
    reason: '',
    ...fields,
  }
}

/** An argument whose whole value was found nowhere. */
export function minted(argName: string, value: string): ArgProvenance {
  return arg({ argName, stance: 'UNSUPPORTED', componentsChecked: [value], componentsUnmatched: [value] })
}

/** A verdict on these arguments. */
export function verdictOf(...args: readonly ArgProvenance[]): ProvenanceVerdict {
  const unsupported = args.filter((each) => each.stance === 'UNSUPPORTED').map((each) => each.argName)
  return { believe: unsupported.length === 0, args, unsupported, reason: '' }
}

/** A decision on a rung of a ladder, whatever led to it. */
export function decisionOn(
  token: string,
  ladder: InterventionLadder = BASE_INTERVENTIONS,
  { confidence = 'HIGH', reason = 'because' }: { confidence?: Confidence; reason?: string } = {},
): InterventionDecision {
  const rung = ladder.get(token)
  if (!rung) throw new Error(`the ladder of the test has no rung ${token}`)
  return {
    intervention: interventionOf(rung),
    confidence,
    rung,
    disruptionCost: ladder.disruptionCost(rung.key),
    unsupported: [],
    reason,
  }
}

/** What a handler is given. */
export function contextOf(fields: Partial<HandlerContext> = {}): HandlerContext {
  return {
    call: { toolCallId: 'c', toolName: 'update_address', args: {} },
    verdict: verdictOf(minted('order_id', 'W9999999')),
    effect: 'destructive',
    earlierAttempts: 0,
    ladder: BASE_INTERVENTIONS,
    ...fields,
  }
}
