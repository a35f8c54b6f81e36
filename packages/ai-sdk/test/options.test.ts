import { createGuard, HandrailError } from '@handrail/core'
import { tool } from 'ai'
import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { type AiSdkGuardOptions, guardTools, withHandrail } from '../src/index.ts'

const tools = { get_time: tool({ inputSchema: z.object({}), execute: async () => 'noon' }) }

test.each<[string, unknown, RegExp]>([
  ['defer', { defer: 'ask' }, /Expected `options\.defer` to be one of reprompt, approval, got "ask"\./],
  [
    'notes',
    { notes: { get() {} } },
    /Expected `options\.notes` to be an object with the functions `get` and `set`/,
  ],
  ['notes', { notes: null }, /Expected `options\.notes`.*got null/],
  ['guard', { guard: {} }, /Expected `options\.guard` to be a guard of `createGuard`, got {}/],
  [
    'an option beside a guard',
    { guard: createGuard(), handler: 'enforce' },
    /`options\.handler`.*`options\.guard`/,
  ],
  ['a misspelt option', { defers: 'approval' }, /defers/],
])('a mistake in %s fails at once and says what was expected', (_, options, message) => {
  for (const make of [guardTools, (set: typeof tools, given: never) => withHandrail({ tools: set }, given)]) {
    const thrown = (() => {
      try {
        return make(tools, options as never)
      } catch (error) {
        return error
      }
    })()
    if (!HandrailError.isInstance(thrown)) throw new Error('expected a HandrailError')
    expect(thrown.message).toMatch(message)
  }
})

test('tools that are none fail at once', () => {
  // @ts-expect-error there are no tools
  expect(() => withHandrail({})).toThrow('Expected `tools` to be an object of tools')
})

test('a guard, or options for one, with what belongs to the host', () => {
  const guard = createGuard()
  for (const options of [
    undefined,
    guard,
    { guard },
    { guard, defer: 'approval' },
    { defer: 'reprompt' },
  ] as const)
    expect(Object.keys(guardTools(tools, options))).toEqual(['get_time'])
  expectTypeOf<{ handler: 'enforce'; defer: 'approval' }>().toExtend<AiSdkGuardOptions>()
  // @ts-expect-error a guard has its options already
  const both: AiSdkGuardOptions = { guard, handler: 'enforce' }
  expect(() => guardTools(tools, both)).toThrow(/createGuard/)
})
