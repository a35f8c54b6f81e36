import { createGuard, type GuardOptions } from '@handrail/core'
import { describe, expect, test } from 'vitest'
import { guardTools } from '../src/index.ts'
import { graphs, Talk } from './support/graphs.ts'
import { answerTo, cancelCall, findCall, MINTED, shop, user } from './support/shop.ts'

const deferring = {
  handler: 'enforce',
  policy: { ceiling: 'DEFER', onHighConfidence: 'DEFER', onLowConfidence: 'DEFER' },
} as const satisfies GuardOptions

/** Calls that say the same are two calls all the same: a refund that is made twice is paid twice. */
describe.each(graphs)('two equal calls of one step in %s', (_, graphOf) => {
  const play = async () => {
    const { tools, ran } = shop()
    const guarded = guardTools(tools, { guard: createGuard(deferring), defer: 'interrupt' })
    const twice = [cancelCall('one', MINTED), cancelCall('two', MINTED)]
    const talk = new Talk(graphOf, guarded, [[findCall], twice])
    await talk.say(user)
    const cancelled = () => ran.filter((each) => each.startsWith('cancel_order')).length
    return { talk, cancelled }
  }
  const answers = [
    ['approve', 'approve', 2],
    ['approve', 'reject', 1],
    ['reject', 'approve', 1],
    ['reject', 'reject', 0],
  ] as const

  test.each(answers)('%s and %s, one after the other', async (first, second, times) => {
    const { talk, cancelled } = await play()
    const [one] = talk.questions
    await talk.answer(one, { type: first })
    expect(talk.questions).toHaveLength(1)
    await talk.answer(talk.questions[0], { type: second })
    expect(talk.questions).toEqual([])
    expect(cancelled()).toBe(times)
    expect(answerTo(talk.prompt, 'one').status).toBe(first === 'approve' ? 'success' : 'error')
    expect(answerTo(talk.prompt, 'two').status).toBe(second === 'approve' ? 'success' : 'error')
  })

  test.each(answers)('%s and %s, the last one first', async (first, second, times) => {
    const { talk, cancelled } = await play()
    const last = talk.questions.at(-1)
    await talk.answer(last, { type: first })
    expect(talk.questions).toHaveLength(1)
    await talk.answer(talk.questions[0], { type: second })
    expect(cancelled()).toBe(times)
  })

  test.each(answers)('%s and %s at once', async (first, second, times) => {
    const { talk, cancelled } = await play()
    const [one, two] = talk.questions
    if (!one || !two) return // One node asks for one answer at a time.
    const decided = (type: string) => ({ decisions: [{ type }] })
    await talk.resume({ [one.id]: decided(first), [two.id]: decided(second) })
    expect(talk.questions).toEqual([])
    expect(cancelled()).toBe(times)
  })
})
