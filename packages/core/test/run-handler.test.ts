import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  BASE_INTERVENTIONS,
  type EffectProposal,
  type EnforcementHandler,
  effectProposal,
  enforceHandler,
  InterventionLadder,
  runHandler,
} from '../src/index.ts'
import { contextOf, decisionOn } from './support/verdicts.ts'

const block = effectProposal({
  intervention: 'BLOCK',
  dispatchCall: false,
  syntheticResult: { a: 1 },
  note: 'n',
})
const observed = { intervention: 'OBSERVE', dispatchCall: true, syntheticResult: null }
const make = (handle: () => unknown, rest: Partial<EnforcementHandler> = {}) =>
  ({ name: 'h', handle, ...rest }) as EnforcementHandler
const never = () => new Promise(() => {})

describe('running a handler', () => {
  test('is synchronous when the handler is', () => {
    const outcome = runHandler(
      make(() => block),
      decisionOn('BLOCK'),
      contextOf(),
    )
    expect(outcome).not.toBeInstanceOf(Promise)
    expect(outcome).toMatchObject({ intervention: 'BLOCK', dispatchCall: false, note: 'n', handler: 'h' })
  })

  test('passes a gentler proposal on, and the name its author gave', async () => {
    const warn = effectProposal({ intervention: 'WARN', dispatchCall: true, handler: 'author', reason: 'r' })
    const outcome = await runHandler(
      make(async () => warn),
      decisionOn('DEFER'),
      contextOf(),
    )
    expect(outcome).toMatchObject({
      intervention: 'WARN',
      dispatchCall: true,
      handler: 'author',
      reason: 'r',
    })
  })

  test('lets nobody withhold what the ladder dispatches, whatever the names say', () => {
    const ladder = new InterventionLadder({
      specs: BASE_INTERVENTIONS.specs.map((spec) =>
        spec.key === 'BLOCK' ? { ...spec, dispatches: true, returnsSynthetic: false } : spec,
      ),
    })
    const held = effectProposal({ intervention: 'BLOCK', dispatchCall: false })
    expect(
      runHandler(
        make(() => held),
        decisionOn('BLOCK', ladder),
        contextOf({ ladder }),
      ),
    ).toMatchObject(observed)
  })

  test('says of a call that runs that it runs, even on a rung whose name says otherwise', () => {
    const ladder = new InterventionLadder({
      specs: BASE_INTERVENTIONS.specs.map((spec) => ({ ...spec, dispatches: true, returnsSynthetic: false })),
    })
    for (const token of ['WARN', 'BLOCK', 'DEFER']) {
      const context = contextOf({ ladder })
      const { note, dispatchCall } = runHandler(
        enforceHandler,
        decisionOn(token, ladder),
        context,
      ) as EffectProposal
      expect(dispatchCall).toBe(true)
      expect(note).not.toMatch(/NOT executed|held back|nothing was changed/)
    }
  })

  test.each<[string, unknown]>([
    ['is shaped like one', { ...block }],
    ['was one before it was sent', JSON.parse(JSON.stringify(block))],
    ['holds one', [block]],
    ['is the name of a rung', 'BLOCK'],
    ['is nothing', undefined],
  ])('takes for no proposal what %s', async (_, answer) => {
    for (const handle of [() => answer, async () => answer]) {
      const outcome = await runHandler(make(handle), decisionOn('BLOCK'), contextOf())
      expect(outcome).toMatchObject(observed)
      expect(outcome.reason).toContain('no proposal')
    }
  })

  test('carries out a rung of the host by its data', () => {
    const ladder = BASE_INTERVENTIONS.extend([
      { token: 'NUDGE', rank: 5, dispatches: true },
      { token: 'QUARANTINE', rank: 25, dispatches: false, returnsSynthetic: true },
      { token: 'ASK', rank: 40, dispatches: false },
    ])
    const run = (token: string) =>
      runHandler(enforceHandler, decisionOn(token, ladder), contextOf({ ladder }))
    expect(run('NUDGE')).toMatchObject({ intervention: 'WARN', dispatchCall: true, syntheticResult: null })
    expect(run('QUARANTINE')).toMatchObject({
      intervention: 'BLOCK',
      dispatchCall: false,
      syntheticResult: { handrail_blocked: true },
    })
    expect(run('ASK')).toMatchObject({ intervention: 'DEFER', dispatchCall: false, syntheticResult: null })
  })

  test('leaves no rejection behind when a member of the handler throws after it was asked', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const handler = Object.defineProperty(
      make(() => Promise.reject(new Error('late'))),
      'timeoutMs',
      {
        get() {
          throw new Error('early')
        },
      },
    )
    const outcome = await runHandler(handler, decisionOn('BLOCK'), contextOf())
    await new Promise((resolve) => setTimeout(resolve, 5))
    process.off('unhandledRejection', unhandled)
    expect(outcome).toMatchObject(observed)
    expect(unhandled).not.toHaveBeenCalled()
  })
})

describe('a handler that takes its time', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  /** How long a handler that never answers is waited for, in milliseconds; `undefined` when it is for ever. */
  async function patience(
    rest: Partial<EnforcementHandler>,
    timeoutMs?: number,
  ): Promise<number | undefined> {
    const context = contextOf(timeoutMs === undefined ? {} : { timeoutMs })
    const start = Date.now()
    let settled: number | undefined
    void Promise.resolve(runHandler(make(never, rest), decisionOn('BLOCK'), context)).then((outcome) => {
      expect(outcome).toMatchObject(observed)
      settled = Date.now() - start
    })
    await vi.advanceTimersByTimeAsync(10 ** 9)
    return settled
  }

  test.each([
    [{}, undefined, 30_000],
    [{}, 50, 50],
    [{ timeoutMs: 20 }, undefined, 20],
    [{ timeoutMs: 20 }, 50, 20],
    [{ timeoutMs: 80 }, 50, 80],
    [{}, Number.POSITIVE_INFINITY, undefined],
    [{ timeoutMs: Number.POSITIVE_INFINITY }, 50, undefined],
    [{ timeoutMs: 50 }, Number.POSITIVE_INFINITY, 50],
    [{ timeoutMs: 0 }, undefined, 0],
    [{ timeoutMs: Number.NaN }, 50, 50],
    [{ timeoutMs: -1 }, 50, 50],
    [{}, 2 ** 31, undefined],
  ])('its own limit wins: %j and the setting %j give %j', async (rest, setting, expected) => {
    expect(await patience(rest, setting)).toBe(expected)
  })

  test('is not asked for longer than the host wants the call', async () => {
    const controller = new AbortController()
    const context = contextOf({ abortSignal: controller.signal, timeoutMs: Number.POSITIVE_INFINITY })
    const outcome = runHandler(make(never), decisionOn('BLOCK'), context)
    controller.abort()
    expect(await outcome).toMatchObject(observed)
    expect((await outcome).reason).toContain('aborted')
    expect(await runHandler(make(never), decisionOn('BLOCK'), context)).toMatchObject(observed)
  })

  test('sees the signal, and leaves no timer and no listener behind', async () => {
    const controller = new AbortController()
    const remove = vi.spyOn(controller.signal, 'removeEventListener')
    let seen: AbortSignal | undefined
    const handler: EnforcementHandler = {
      name: 'h',
      async handle(_, { abortSignal }) {
        seen = abortSignal
        return block
      },
    }
    const context = contextOf({ abortSignal: controller.signal })
    expect(await runHandler(handler, decisionOn('BLOCK'), context)).toMatchObject({ intervention: 'BLOCK' })
    expect(seen).toBe(controller.signal)
    expect(vi.getTimerCount()).toBe(0)
    expect(remove).toHaveBeenCalled()
  })

  test('cannot change its mind after the time is up', async () => {
    const handler = make(() => new Promise((resolve) => setTimeout(() => resolve(block), 100)), {
      timeoutMs: 10,
    })
    const outcome = runHandler(handler, decisionOn('BLOCK'), contextOf())
    await vi.advanceTimersByTimeAsync(200)
    expect(await outcome).toMatchObject(observed)
  })
})
