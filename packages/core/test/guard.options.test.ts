import { describe, expect, test } from 'vitest'
import {
  createGuard,
  type GuardOptions,
  guardOf,
  InterventionLadder,
  InterventionPolicy,
  isGuard,
} from '../src/index.ts'
import { thrownBy } from './support/thrown-by.ts'

describe('options of a guard', () => {
  test.each([
    [{ handlr: 'enforce' }, 'INVALID_OPTION', '`options` to have no fields but handler, handlers,'],
    [null, 'INVALID_OPTION', '`options` to be object, got null'],
    ['enforce', 'INVALID_OPTION', '`options` to be object, got "enforce"'],
    [{ handler: 5 }, 'INVALID_OPTION', '`options.handler` to be the name of a handler, or a handler, got 5'],
    [{ handler: { name: 'x' } }, 'INVALID_OPTION', '`options.handler`'],
    [{ handler: 'enforced' }, 'UNKNOWN_HANDLER', '`handler` to be one of enforce, observe, got "enforced"'],
    [{ handlers: [{}] }, 'INVALID_OPTION', '`options.handlers.0` to be a handler'],
    [{ handlers: 'x' }, 'INVALID_OPTION', '`options.handlers` to be array, got "x"'],
    [
      { handlerTimeoutMs: 0 },
      'INVALID_OPTION',
      '`options.handlerTimeoutMs` to be a number of milliseconds above 0',
    ],
    [{ handlerTimeoutMs: -5 }, 'INVALID_OPTION', 'got -5'],
    [{ handlerTimeoutMs: Number.NaN }, 'INVALID_OPTION', 'got NaN'],
    [{ handlerTimeoutMs: '5' }, 'INVALID_OPTION', 'got "5"'],
    [{ policy: 'strict' }, 'INVALID_OPTION', '`options.policy` to be a policy, or its fields, got "strict"'],
    [
      { policy: { ceiling: 'PANIC' } },
      'INVALID_POLICY',
      '`policy.ceiling` to be one of OBSERVE, WARN, BLOCK, DEFER',
    ],
    [{ policy: { floor: 'DEFER' } }, 'INVALID_POLICY', '`policy.floor`'],
    [{ policy: { onHigh: 'BLOCK' } }, 'INVALID_OPTION', 'onHigh'],
    [{ ladder: {} }, 'INVALID_OPTION', '`options.ladder` to be an InterventionLadder'],
    [{ ladder: new InterventionLadder() }, 'INVALID_POLICY', 'policy'],
    [{ ceilings: { write: 'PANIC' } }, 'UNKNOWN_RUNG', '`options.ceilings.write` to be one of OBSERVE, WARN'],
    [
      { ceilings: { destructive: 7 } },
      'INVALID_OPTION',
      '`options.ceilings.destructive` to be string, got 7',
    ],
    [
      { ceilings: { read: 'WARN' } },
      'INVALID_OPTION',
      '`options.ceilings` to have no fields but write, destructive, got "read"',
    ],
    [
      { repeat: { write: 'stop' } },
      'INVALID_OPTION',
      '`options.repeat.write` to be one of dispatch, hold, got "stop"',
    ],
    [{ maxActuations: -1 }, 'INVALID_OPTION', '`options.maxActuations`'],
    [{ maxActuations: 1.5 }, 'INVALID_OPTION', '`options.maxActuations`'],
    [
      { tools: { a: { effect: 'delete' } } },
      'INVALID_OPTION',
      '`options.tools.a.effect` to be one of read, write',
    ],
    [{ tools: { a: { efect: 'read' } } }, 'INVALID_OPTION', '"efect"'],
    [{ tools: { a: { args: { x: 'id' } } } }, 'INVALID_OPTION', '`options.tools.a.args.x`'],
    [{ trustAnnotations: 'yes' }, 'INVALID_OPTION', '`options.trustAnnotations` to be boolean, got "yes"'],
    [{ provenance: { idWords: 'sku' } }, 'INVALID_OPTION', '`options.provenance.idWords`'],
    [
      { extraEvidence: 5 },
      'INVALID_OPTION',
      '`options.extraEvidence` to be a string, strings, or a function',
    ],
    [{ onRecord: {} }, 'INVALID_OPTION', '`options.onRecord` to be a function'],
    [
      { onRecord: [() => {}, 1] },
      'INVALID_OPTION',
      '`options.onRecord` to be a function, or a list of functions',
    ],
  ])('%j: %s', (options, code, sentence) => {
    const error = thrownBy(() => createGuard(options as never))
    expect(error.code).toBe(code)
    expect(error.message).toContain(sentence)
    expect(error.message).toMatch(/^Expected `[^`]+` .+, got .+\.$/s)
  })

  test.each<GuardOptions>([
    {},
    { handler: 'enforce', handlerTimeoutMs: Number.POSITIVE_INFINITY },
    { handler: { name: 'own', handle: () => ({}) as never } },
    { policy: new InterventionPolicy(), maxActuations: 0 },
    { ceilings: { write: ' warn ', destructive: 'Defer' }, repeat: {} },
    { extraEvidence: ['a', 'b'], provenance: { idWords: ['sku'] } },
    {
      tools: {
        a: { effect: 'read', roundTrip: true, args: { x: 'newKey' }, inputSchema: { type: 'object' } },
      },
    },
  ])('%j make a guard', (options) => {
    expect(isGuard(createGuard(options))).toBe(true)
  })

  test('a handler that stands among `handlers` is found by its name', () => {
    const slack = { name: 'slack', handle: () => ({}) as never }
    expect(createGuard({ handler: 'slack', handlers: [slack] }).handlers.names()).toEqual([
      'observe',
      'enforce',
      'slack',
    ])
  })

  test('an adapter takes a guard, options, or nothing', () => {
    const guard = createGuard()
    expect(guardOf(guard)).toBe(guard)
    expect(isGuard(guardOf({ handler: 'enforce' }))).toBe(true)
    expect(isGuard(guardOf(undefined))).toBe(true)
    for (const other of [null, {}, 'guard']) expect(isGuard(other)).toBe(false)
  })
})
