import { createGuard, HandrailError } from '@handrail/core'
import { expect, expectTypeOf, test } from 'vitest'
import { guardTool, guardTools, type LangChainToolOptions } from '../src/index.ts'
import { shop } from './support/shop.ts'

const { update } = shop()

test.each<[string, unknown, RegExp]>([
  ['defer', { defer: 'ask' }, /Expected `options\.defer` to be one of reprompt, interrupt, got "ask"\./],
  ['defer', { defer: null }, /Expected `options\.defer`.*got null/],
  ['guard', { guard: {} }, /Expected `options\.guard` to be a guard of `createGuard`, got {}/],
  [
    'an option beside a guard',
    { guard: createGuard(), handler: 'enforce' },
    /`options\.handler`.*`options\.guard`/,
  ],
  ['a misspelt option', { defers: 'interrupt' }, /defers/],
  ['options that are none', 'enforce', /Expected `options` to be a guard or an object, got "enforce"/],
  ['options that are nothing', null, /Expected `options` to be a guard or an object, got null/],
])('a mistake in %s fails at once and says what was expected', (_, options, message) => {
  for (const make of [
    (given: never) => guardTool(update, given),
    (given: never) => guardTools([update], given),
    (given: never) => guardTool(guardTool(update), given),
  ]) {
    const thrown = (() => {
      try {
        return make(options as never)
      } catch (error) {
        return error
      }
    })()
    if (!HandrailError.isInstance(thrown)) throw new Error('expected a HandrailError')
    expect(thrown.message).toMatch(message)
  }
})

test('a guard, or options for one, with what belongs to the host', () => {
  const guard = createGuard()
  for (const options of [
    undefined,
    guard,
    { guard },
    { guard, defer: 'interrupt' },
    { defer: 'reprompt' },
    { handler: 'enforce', defer: undefined },
  ] as const)
    expect(guardTool(update, options).name).toBe('update_order')
  expectTypeOf<{ handler: 'enforce'; defer: 'interrupt' }>().toExtend<LangChainToolOptions>()
  // @ts-expect-error a guard has its options already
  const both: LangChainToolOptions = { guard, handler: 'enforce' }
  expect(() => guardTools([update], both)).toThrow(/createGuard/)
})
