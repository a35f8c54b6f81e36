import { createGuard } from '@handrail/core'
import { fakeModel } from '@langchain/core/testing'
import type { AnyAgentMiddleware, DescriptionFactory, InferAgentState, WhenPredicate } from 'langchain'
import { createAgent, createMiddleware } from 'langchain'
import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { describeUngrounded, handrailMiddleware, whenUngrounded } from '../src/middleware.ts'
import { shop } from './support/shop.ts'

const { find, update, cancel } = shop()

test('the middleware fits where middleware goes, and changes no type of the agent', () => {
  const counting = createMiddleware({
    name: 'counting',
    stateSchema: z.object({ count: z.number().default(0) }),
  })
  const parts = { model: fakeModel(), tools: [find, update, cancel] }
  const bare = createAgent({ ...parts, middleware: [counting] })
  const guarded = createAgent({
    ...parts,
    middleware: [handrailMiddleware({ handler: 'enforce' }), counting],
  })
  expectTypeOf<InferAgentState<typeof guarded>>().toEqualTypeOf<InferAgentState<typeof bare>>()
  expectTypeOf<InferAgentState<typeof guarded>>().not.toBeAny()
  expectTypeOf<Parameters<typeof guarded.invoke>>().toEqualTypeOf<Parameters<typeof bare.invoke>>()
  expectTypeOf(handrailMiddleware()).toExtend<AnyAgentMiddleware>()
  expectTypeOf(handrailMiddleware()).not.toBeAny()
})

test('the predicates are those of the human in the loop', () => {
  expectTypeOf(whenUngrounded()).toExtend<WhenPredicate>()
  expectTypeOf(describeUngrounded()).toExtend<DescriptionFactory>()
  expectTypeOf(whenUngrounded).parameter(0).toEqualTypeOf<Parameters<typeof describeUngrounded>[0]>()
})

test('what is no option is refused', () => {
  const guard = createGuard()
  expectTypeOf(handrailMiddleware).toBeCallableWith(guard)
  expectTypeOf(handrailMiddleware).toBeCallableWith({ guard, name: 'Other', toolErrors: 'throw' })
  // @ts-expect-error no such option
  expect(() => handrailMiddleware({ onVerdict: () => {} })).toThrow(/onVerdict/)
  // @ts-expect-error one of two words
  expect(() => handrailMiddleware({ toolErrors: 'ignore' })).toThrow(/toolErrors.*model, throw.*"ignore"/)
  // @ts-expect-error a text
  expect(() => handrailMiddleware({ name: 5 })).toThrow(/options\.name/)
  // @ts-expect-error options of a guard belong to the guard
  expect(() => handrailMiddleware({ guard, handler: 'enforce' })).toThrow(/createGuard/)
  // @ts-expect-error no guard
  expect(() => handrailMiddleware({ guard: {} })).toThrow(/options\.guard/)
  // @ts-expect-error no options
  expect(() => handrailMiddleware(null)).toThrow(/got null/)
  // @ts-expect-error no such option
  expect(() => whenUngrounded({ handlers: 'none' })).toThrow()
})
