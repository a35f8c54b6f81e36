import { enforceHandler } from '../enforcement/enforce.ts'
import type { EnforcementHandler } from '../enforcement/handler.ts'
import { createGuard } from '../guard/create-guard.ts'
import type { GuardOptions } from '../guard/options.ts'
import { DEFAULT_POLICY, type InterventionPolicy } from '../intervention/policy.ts'
import { check, checkSame } from './assert.ts'
import { checkWithheld } from './laws-of-rungs.ts'
import { around, MINTED } from './scenes.ts'
import { checkUntouched, checkWentOn, faultsOf, type Law, play } from './stage.ts'

const FAULT = 'fault of the kit'

const fail = (): never => {
  throw new Error(FAULT)
}

/** Settings in which something of the host fails. */
interface FaultySettings {
  readonly options: GuardOptions
  /** Lets it fail from now on, where it must work while the guard is made. */
  readonly arm?: () => void
}

/** A policy that is sound while a guard is made of it, and then fails when one of its members is used. */
function failingPolicy(member: keyof InterventionPolicy): FaultySettings {
  let armed = false
  const policy = new Proxy(DEFAULT_POLICY, {
    get: (target, key) => (armed && key === member ? fail() : Reflect.get(target, key)),
  })
  return {
    options: { handler: 'enforce', policy },
    arm: () => {
      armed = true
    },
  }
}

const handling = (handle: EnforcementHandler['handle']): EnforcementHandler => ({ name: 'kit', handle })

/** What fails, and the words that the record of the call holds then. */
const faults: readonly { what: string; settings: () => FaultySettings; says: string }[] = [
  ...(['onHighConfidence', 'validateAgainst'] as const).map((member) => ({
    what: `a policy whose ${member} throws`,
    settings: () => failingPolicy(member),
    says: FAULT,
  })),
  {
    what: 'a handler that throws',
    settings: () => ({ options: { handler: handling(fail) } }),
    says: FAULT,
  },
  {
    what: 'a handler that rejects',
    settings: () => ({ options: { handler: handling(async () => fail()) } }),
    says: FAULT,
  },
  {
    what: 'a handler that answers nonsense',
    settings: () => ({ options: { handler: handling(() => ({ dispatchCall: false }) as never) } }),
    says: 'no proposal',
  },
  {
    what: 'a handler that never answers',
    settings: () => ({
      options: { handler: handling(() => new Promise(() => {})), handlerTimeoutMs: 20 },
    }),
    says: 'no answer within 20 ms',
  },
  { what: 'a sink that throws', settings: () => ({ options: { onRecord: fail } }), says: FAULT },
  {
    what: 'a sink that rejects',
    settings: () => ({ options: { onRecord: async () => fail() } }),
    says: FAULT,
  },
  {
    what: 'further evidence that throws',
    settings: () => ({ options: { handler: 'enforce', extraEvidence: fail } }),
    says: FAULT,
  },
]

/** Whatever fails on our side, the call runs. */
export const lawsOfFaults: readonly Law[] = [
  ...(faults.map(({ what, settings, says }) => ({
    name: `${what} lets the call run once, and the record says so`,
    async holds(harness) {
      const plot = around('cancel_order', { order_id: MINTED })
      const { options, arm } = settings()
      const guard = createGuard(options)
      arm?.()
      const guarded = await play(harness, plot, guard)
      checkWentOn(guarded)
      checkSame(guarded.ran('cancel_order'), 1, 'how often the tool ran')
      const record = guarded.record('asked')
      checkSame(record.outcome.dispatched, true, 'whether the record says the tool ran')
      if (record.outcome.intervention === 'OBSERVE')
        checkUntouched(guarded, await play(harness, plot, undefined), plot)
      await new Promise((resolve) => setTimeout(resolve))
      check(faultsOf(record).includes(says), `the record does not say what failed: ${faultsOf(record)}`)
    },
  })) satisfies Law[]),
  {
    name: 'a handler that answers later is waited for',
    async holds(harness) {
      const plot = around('cancel_order', { order_id: MINTED })
      const handler = handling(async (decision, context) => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        return enforceHandler.handle(decision, context)
      })
      const guarded = await play(harness, plot, createGuard({ handler }))
      checkWentOn(guarded)
      checkSame(guarded.ran('cancel_order'), 0, 'how often the withheld tool ran')
      checkWithheld(guarded.read('asked'), 'BLOCK')
      checkSame(guarded.record('asked').outcome.dispatched, false, 'whether the record says the tool ran')
    },
  },
  {
    name: 'a handler that answers later disturbs no call that may run',
    async holds(harness) {
      const plot = around('update_address', { order_id: MINTED })
      const handler = handling(async (decision, context) => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        return enforceHandler.handle({ ...decision, intervention: 'OBSERVE' }, context)
      })
      const guarded = await play(harness, plot, createGuard({ handler }))
      checkUntouched(guarded, await play(harness, plot, undefined), plot)
    },
  },
]
