import { createGuard } from '../guard/create-guard.ts'
import type { Guard } from '../guard/guard.ts'
import type { GuardOptions } from '../guard/options.ts'
import type { Intervention } from '../intervention/vocabulary.ts'
import { call, type Plot } from './stage.ts'

/** An id that stands in what the user says. */
export const FROM_USER = 'W7304918'
/** An id that a tool returns. */
export const FROM_TOOL = 'W5918442'
/** An id that stands nowhere. */
export const MINTED = 'W9999999'

/** What the tools of the scenes do when nothing else is asked of them. */
export const tools = {
  get_order: () => ({ order_id: FROM_TOOL, customer: 'Ada Lovelace', status: 'pending' }),
  update_address: () => ({ status: 'updated' }),
  cancel_order: () => ({ status: 'cancelled' }),
} satisfies Plot['tools']

/** What the user says in the scenes. It holds one id. */
export const user = `Please look after my order ${FROM_USER}.`

/** A guard that acts, with more options. */
export function enforcing(options: GuardOptions = {}): Guard {
  return createGuard({ handler: 'enforce', ...options })
}

/** A guard that answers every minted value with one rung, whatever the tool does. */
export function enforcingAlways(rung: Intervention, options: GuardOptions = {}): Guard {
  return enforcing({
    policy: { onHighConfidence: rung, onLowConfidence: rung, floor: rung, ceiling: rung },
    ceilings: { write: 'DEFER', destructive: 'DEFER' },
    ...options,
  })
}

/** A read, the call in question, and a read after it: so that it shows whether the run goes on. */
export function around(toolName: string, args: Record<string, unknown>, more: Plot['tools'] = {}): Plot {
  return {
    user,
    tools: { ...tools, ...more },
    steps: [
      [call('before', 'get_order', { order_id: FROM_USER })],
      [call('asked', toolName, args)],
      [call('after', 'get_order', { order_id: FROM_TOOL })],
    ],
  }
}
