import type { Guard, ToolEffect } from '@handrail/core'

/** A call that was made up to see what a guard does. Nothing ran. */
export interface Canary {
  readonly tool: string
  readonly effect: ToolEffect
  /** Whether its id stands nowhere in the conversation. */
  readonly minted: boolean
  readonly flagged: boolean
  readonly confidence: string
  readonly rung: string
  readonly reason: string
  /** Whether the guard did what it is for. */
  readonly ok: boolean
}

const KNOWN = 'HC48213077305'
const MINTED = 'HC91570620486'

/** Two calls for each effect: one with an id that the user named, and one with an id that nobody did. */
export function canariesOf(guard: Guard): Canary[] {
  return ['update_canary_order', 'delete_canary_order'].flatMap((tool) =>
    [KNOWN, MINTED].map((id) => canary(guard, tool, id)),
  )
}

function canary(guard: Guard, toolName: string, id: string): Canary {
  const corpus = guard.corpus()
  corpus.append({ kind: 'task', role: 'user', text: `Please see to my order ${KNOWN}.` })
  const call = { toolCallId: 'canary', toolName, args: { order_id: id } }
  const { verdict, decision, effect } = guard.assess(call, corpus)
  const minted = id === MINTED
  const flagged = !verdict.believe
  return {
    ...{ tool: toolName, effect: effect.effect, minted, flagged },
    ...{ confidence: decision.confidence, rung: decision.rung.key, reason: decision.reason },
    ok: flagged === minted,
  }
}
