import { createGuard, NOTE_MARKER } from '@handrail/core'
import { describe, expect, test } from 'vitest'
import { guardTools } from '../src/index.ts'
import { hosts } from './support/hosts.ts'
import { answerTo, cancelCall, findCall, MINTED, REAL, shop, updateCall, user } from './support/shop.ts'

describe.each(hosts)('in %s', (_, host) => {
  test('a guard that observes changes nothing and records what it would have done', async () => {
    const steps = [[findCall], [updateCall('u', MINTED), cancelCall('c', MINTED), cancelCall('g', REAL)]]
    const bare = shop()
    const plain = await host({ tools: bare.tools, steps, user })
    const { tools, ran } = shop()
    const guard = createGuard()
    const guarded = await host({ tools: guardTools(tools, guard), steps, user })

    expect(ran).toEqual(bare.ran)
    expect(guarded.prompt.map(({ content }) => content)).toEqual(plain.prompt.map(({ content }) => content))
    expect(
      guard
        .records()
        .map(({ assessment, outcome, faults }) => [
          assessment.call.toolCallId,
          assessment.decision.intervention,
          outcome.intervention,
          outcome.dispatched,
          faults,
        ]),
    ).toEqual([
      ['c-find', 'OBSERVE', 'OBSERVE', true, []],
      ['u', 'WARN', 'OBSERVE', true, []],
      ['c', 'BLOCK', 'OBSERVE', true, []],
      ['g', 'OBSERVE', 'OBSERVE', true, []],
    ])
  })

  test('WARN runs the call and the model reads the result with a note', async () => {
    const { tools, ran } = shop()
    const { prompt, messages } = await host({
      tools: guardTools(tools, { handler: 'enforce' }),
      steps: [[findCall], [updateCall('u', MINTED), updateCall('g', REAL)]],
      user,
    })
    expect(ran).toEqual(['find_orders', `update_order ${MINTED}`, `update_order ${REAL}`])
    const noted = answerTo(prompt, 'u')
    expect(noted.content).toMatch(/^updated\n\n\[handrail\] WARN: .*`order_id`/)
    expect(noted.content).not.toContain(MINTED)
    expect(answerTo(prompt, 'g').content).toBe('updated')
    const { additional_kwargs, status, name } = answerTo(messages, 'u')
    expect({ additional_kwargs, status, name }).toEqual({
      additional_kwargs: { handrail: { intervention: 'WARN', unsupported: ['order_id'] } },
      status: 'success',
      name: 'update_order',
    })
  })

  test('BLOCK keeps the tool from running, and a second attempt too', async () => {
    const { tools, ran } = shop()
    const { prompt, messages } = await host({
      tools: guardTools(tools, { handler: 'enforce' }),
      steps: [[findCall], [cancelCall('c', MINTED), cancelCall('g', REAL)], [cancelCall('c2', MINTED)]],
      user,
    })
    expect(ran).toEqual(['find_orders', `cancel_order ${REAL}`])
    const withheld = answerTo(prompt, 'c')
    expect(withheld.content).toMatch(/^\[handrail\] BLOCK: .*NOT executed/)
    expect(withheld.content).not.toContain(MINTED)
    expect(answerTo(prompt, 'c2').content).toMatch(/Stop retrying/)
    expect(answerTo(prompt, 'g').content).toBe('cancelled')
    expect(answerTo(messages, 'c')).toMatchObject({
      status: 'error',
      name: 'cancel_order',
      artifact: {
        handrail: {
          decision: { intervention: 'BLOCK', confidence: 'HIGH', unsupported: ['order_id'] },
          result: { handrail_blocked: true },
        },
      },
      additional_kwargs: { handrail: { intervention: 'BLOCK', unsupported: ['order_id'] } },
    })
  })

  test('DEFER keeps the tool from running and asks for another way', async () => {
    const { tools, ran } = shop()
    const { prompt, messages } = await host({
      tools: guardTools(tools, {
        handler: 'enforce',
        policy: { ceiling: 'DEFER', onHighConfidence: 'DEFER' },
      }),
      steps: [[findCall], [cancelCall('c', MINTED)]],
      user,
    })
    expect(ran).toEqual(['find_orders'])
    expect(answerTo(prompt, 'c').content).toMatch(/^\[handrail\] DEFER: .*held back/)
    expect(answerTo(messages, 'c').artifact.handrail).toMatchObject({
      decision: { intervention: 'DEFER' },
      result: null,
    })
  })

  test('a call is judged by what the model had read, not by its siblings', async () => {
    const { tools, ran } = shop()
    const guard = createGuard({ handler: 'enforce' })
    const { prompt } = await host({
      tools: guardTools(tools, guard),
      steps: [[findCall, cancelCall('c', REAL)], [cancelCall('c2', REAL)]],
      user,
    })
    expect(ran).toEqual(['find_orders', `cancel_order ${REAL}`])
    expect(answerTo(prompt, 'c').content).toContain(NOTE_MARKER)
    expect(answerTo(prompt, 'c2').content).toBe('cancelled')
  })

  test('what the user wrote is evidence', async () => {
    const { tools, ran } = shop()
    await host({
      tools: guardTools(tools, { handler: 'enforce' }),
      steps: [[cancelCall('c', MINTED)]],
      user: `Cancel ${MINTED}.`,
    })
    expect(ran).toEqual([`cancel_order ${MINTED}`])
  })
})
