import { describe, expect, test } from 'vitest'
import {
  createHandlerRegistry,
  effectProposal,
  enforceHandler,
  isEffectProposal,
  observeHandler,
} from '../src/index.ts'
import { thrownBy } from './support/thrown-by.ts'

describe('a proposal', () => {
  test('cannot be changed, down to its result', () => {
    const result = { nested: { list: [1] } }
    const proposal = effectProposal({ intervention: 'BLOCK', dispatchCall: false, syntheticResult: result })
    expect(Object.isFrozen(proposal)).toBe(true)
    expect(Object.isFrozen(proposal.syntheticResult)).toBe(true)
    expect(() => result.nested.list.push(2)).toThrow()
  })

  test('may hold a result that contains itself', () => {
    const cyclic: Record<string, unknown> = { a: [] }
    cyclic.self = cyclic
    const proposal = effectProposal({ intervention: 'BLOCK', dispatchCall: false, syntheticResult: cyclic })
    expect(proposal.syntheticResult?.self).toBe(proposal.syntheticResult)
  })

  test.each([
    ['intervention', { intervention: 'block', dispatchCall: true }],
    ['intervention', { intervention: undefined, dispatchCall: true }],
    ['dispatchCall', { intervention: 'WARN', dispatchCall: 1 }],
    ['dispatchCall', { intervention: 'BLOCK', dispatchCall: true, syntheticResult: {} }],
    ['syntheticResult', { intervention: 'BLOCK', dispatchCall: false, syntheticResult: 'text' }],
    ['note', { intervention: 'WARN', dispatchCall: true, note: 7 }],
    ['handler', { intervention: 'WARN', dispatchCall: true, handler: null }],
    ['reason', { intervention: 'WARN', dispatchCall: true, reason: {} }],
  ])('is refused for its %s: %j', (field, fields) => {
    const error = thrownBy(() => effectProposal(fields as never))
    expect(error.code).toBe('INVALID_PROPOSAL')
    expect(error.message).toContain(`\`proposal.${field}\``)
  })

  test('is recognised by its mark, not by its looks', () => {
    const proposal = effectProposal({ intervention: 'WARN', dispatchCall: true })
    expect(isEffectProposal(proposal)).toBe(true)
    expect(isEffectProposal({ ...proposal })).toBe(false)
    expect(isEffectProposal(JSON.parse(JSON.stringify(proposal)))).toBe(false)
    for (const other of [null, undefined, 'WARN', 7]) expect(isEffectProposal(other)).toBe(false)
    // Another copy of the package makes the same mark.
    const foreign = Object.defineProperty({ ...proposal }, Symbol.for('handrail.effect-proposal'), {
      value: true,
    })
    expect(isEffectProposal(foreign)).toBe(true)
  })
})

describe('a registry of handlers', () => {
  const slack = { name: 'slack', handle: observeHandler.handle }

  test('resolves the built-in handlers first, and nobody takes their names', () => {
    const registry = createHandlerRegistry([
      { ...slack, name: 'observe' },
      slack,
      { ...slack, name: 'enforce' },
    ])
    expect(registry.names()).toEqual(['observe', 'enforce', 'slack'])
    expect(registry.resolve('observe')).toBe(observeHandler)
    expect(registry.resolve('enforce')).toBe(enforceHandler)
    expect(registry.resolve('slack')).toBe(slack)
    expect(registry.active()).toEqual([observeHandler, enforceHandler, slack])
  })

  test.each(['nope', '', 'OBSERVE', 'observe ', '__proto__', 'toString'])(
    'does not know %j and says whom it knows',
    (name) => {
      const error = thrownBy(() => createHandlerRegistry([slack]).resolve(name))
      expect(error.code).toBe('UNKNOWN_HANDLER')
      expect(error.message).toBe(`Expected \`handler\` to be one of enforce, observe, slack, got "${name}".`)
    },
  )

  test.each([{}, { name: 'x' }, { name: '', handle() {} }, { handle() {} }, null, 'slack'])(
    'refuses %j',
    (handler) => {
      expect(thrownBy(() => createHandlerRegistry([handler as never])).code).toBe('INVALID_OPTION')
    },
  )

  test('gives lists that change nothing', () => {
    const registry = createHandlerRegistry()
    ;(registry.names() as string[]).push('x')
    ;(registry.active() as unknown[]).length = 0
    expect(registry.names()).toEqual(['observe', 'enforce'])
    expect(registry.active()).toHaveLength(2)
  })
})
