import { observeHandler } from '../enforcement/observe.ts'
import type { GuardSettings } from './settings.ts'

/** Whether policy, ladder and ceilings let any call be held back with nothing in the place of its result. */
export function mayDefer({ ladder, policy, ceilings, handler }: GuardSettings): boolean {
  if (handler === observeHandler) return false
  const reached = [policy.onHighConfidence, policy.onLowConfidence].flatMap((token) => {
    const wanted = ladder.clamp(token, policy)
    return Object.values(ceilings).map((most) => (wanted.rank <= most ? wanted : ladder.atMost(most)))
  })
  return reached.some((rung) => rung !== undefined && !rung.dispatches && !rung.returnsSynthetic)
}
