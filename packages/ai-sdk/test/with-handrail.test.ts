import { createGuard, type GuardRecord, NOTE_MARKER } from '@handrail/core'
import { convertToModelMessages, type ModelMessage, type ToolSet, tool, type UIMessage } from 'ai'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { guardTools, HandrailWithheldError, withHandrail } from '../src/index.ts'
import { appGot, hosts, type Run, readOutput, readText } from './support/host.ts'
import { major } from './support/sdk.ts'

// ai 6 has no `toolApproval`: there, tools guard themselves as with `guardTools`, and nothing is denied or suspended.
const onAi7 = test.runIf(major >= 7)
const describeOnAi7 = describe.runIf(major >= 7)

const minted = 'ORD-77310942'
const real = 'ORD-10058831'
const schema = z.object({ orderId: z.string() })

function shop(ran: string[] = []) {
  const tools = {
    find_orders: tool({
      inputSchema: z.object({}),
      execute: async () => ({ orders: [{ orderId: real, total: 12 }] }),
    }),
    update_order: tool({
      inputSchema: schema,
      execute: async ({ orderId }) => {
        ran.push(`update ${orderId}`)
        return { updated: true }
      },
    }),
    cancel_order: tool({
      inputSchema: schema,
      execute: async ({ orderId }) => {
        ran.push(`cancel ${orderId}`)
        return 'cancelled'
      },
    }),
  } satisfies ToolSet
  return { tools, ran }
}

const call = (tool: string, orderId = minted, id = 'call_1') => ({ id, tool, args: { orderId } })
const lookUp = { id: 'call_0', tool: 'find_orders', args: {} }
const enforce = { handler: 'enforce' } as const
const deferring = {
  handler: 'enforce',
  policy: { onHighConfidence: 'DEFER', onLowConfidence: 'DEFER', ceiling: 'DEFER' },
} as const
const asking = { ...deferring, defer: 'approval' } as const
const outcomes = (records: readonly GuardRecord[]) => records.map(({ outcome }) => outcome)

/** The parts of a run that speak of approval. */
function approvalParts(run: Run) {
  const parts = run.steps.flatMap((step) => step.content)
  return {
    requests: parts.filter((part) => part.type === 'tool-approval-request'),
    responses: parts.filter((part) => part.type === 'tool-approval-response'),
  }
}

/** What an app stores and sends on when a person has answered, through JSON as between two processes. */
function answered(run: Run, approved: boolean, reason?: string): ModelMessage[] {
  const responses = approvalParts(run).requests.map(
    ({ approvalId }) =>
      ({ type: 'tool-approval-response', approvalId, approved, ...(reason && { reason }) }) as const,
  )
  return JSON.parse(
    JSON.stringify([
      { role: 'user', content: 'Hello' },
      ...run.messages,
      { role: 'tool', content: responses },
    ]),
  )
}

describe.each(Object.entries(hosts))('%s', (_, play) => {
  test('without options every call runs, and nobody notices', async () => {
    const plain = shop()
    const { tools, ran } = shop()
    const guard = createGuard()
    const steps = [[call('update_order')], [call('cancel_order', minted, 'call_2')]]
    const before = await play(steps, plain.tools)
    const { tools: guarded, ...settings } = withHandrail({ tools }, guard)
    const after = await play(steps, guarded, { settings })
    expect(ran).toEqual(plain.ran)
    expect(after.prompts).toEqual(before.prompts)
    expect(after.messages).toEqual(before.messages)
    expect(approvalParts(after)).toEqual({ requests: [], responses: [] })
    expect(outcomes(guard.records())).toEqual([
      { intervention: 'OBSERVE', dispatched: true },
      { intervention: 'OBSERVE', dispatched: true },
    ])
  })

  test('WARN: as with guardTools, and decided once', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(enforce)
    const { tools: guarded, ...settings } = withHandrail({ tools }, guard)
    const run = await play([[call('update_order')]], guarded, { settings })
    expect(ran).toEqual([`update ${minted}`])
    expect(readText(run.prompts[1], 'call_1')).toMatch(/^\{"updated":true\}\n\n\[handrail\] WARN: /)
    expect(appGot(run, 'call_1')).toEqual({ output: { updated: true } })
    expect(outcomes(guard.records())).toEqual([{ intervention: 'WARN', dispatched: true }])
  })

  onAi7('BLOCK: the SDK’s own denial; the run goes on', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(enforce)
    const { tools: guarded, ...settings } = withHandrail({ tools }, guard)
    const steps = [[lookUp], [call('cancel_order')], [call('cancel_order', real, 'call_2')]]
    const run = await play(steps, guarded, { settings })
    expect(ran).toEqual([`cancel ${real}`])
    expect(readOutput(run.prompts[2], 'call_1')).toMatchObject({ type: 'execution-denied' })
    expect(readText(run.prompts[2], 'call_1')).toMatch(/^\[handrail\] BLOCK: .*NOT executed/)
    expect(readText(run.prompts[2], 'call_1')).not.toContain(minted)
    expect(readText(run.prompts[3], 'call_2')).toBe('cancelled')
    expect(appGot(run, 'call_1')).toEqual({})
    expect(approvalParts(run).responses).toMatchObject([
      { approved: false, reason: expect.stringContaining(NOTE_MARKER) },
    ])
    if (run.ui)
      expect(run.ui.parts.filter((part) => part.type === 'tool-cancel_order')).toMatchObject([
        {
          toolCallId: 'call_1',
          state: 'output-denied',
          approval: { approved: false, isAutomatic: true, reason: expect.stringContaining(NOTE_MARKER) },
        },
        { toolCallId: 'call_2', state: 'output-available', output: 'cancelled' },
      ])
    expect(outcomes(guard.records())).toEqual([
      { intervention: 'OBSERVE', dispatched: true },
      { intervention: 'BLOCK', dispatched: false },
      { intervention: 'OBSERVE', dispatched: true },
    ])
  })

  onAi7(
    'a denial never becomes evidence, and a repeat is held, in the loop and in a chat’s next request',
    async () => {
      const { tools, ran } = shop()
      const guard = createGuard(enforce)
      const { tools: guarded, ...settings } = withHandrail({ tools }, guard)
      const steps = [[call('cancel_order')], [call('cancel_order', minted, 'call_2')]]
      const run = await play(steps, guarded, { settings })
      expect(readText(run.prompts[2], 'call_2')).toContain('Stop retrying')
      const history: ModelMessage[] = [{ role: 'user', content: 'Hello' }]
      if (run.ui) history.push(...(await convertToModelMessages([run.ui], { tools: guarded })))
      else history.push(...run.messages)
      history.push({ role: 'user', content: 'Do it!' })
      const again = await play([[call('cancel_order', minted, 'call_3')]], guarded, {
        settings,
        messages: history,
      })
      expect(readText(again.prompts[1], 'call_3')).toContain('Stop retrying')
      expect(ran).toEqual([])
      expect(guard.records().map(({ assessment }) => assessment.earlierAttempts)).toEqual([0, 1, 2])
    },
  )

  test.runIf(major < 7)('ai 6: BLOCK and DEFER withhold the call, by a tool error', async () => {
    for (const [options, rung] of [[enforce, 'BLOCK'] as const, [asking, 'DEFER'] as const]) {
      const { tools, ran } = shop()
      const { tools: guarded, ...settings } = withHandrail({ tools }, options)
      const run = await play([[call('cancel_order')]], guarded, { settings })
      expect(ran).toEqual([])
      expect(appGot(run, 'call_1').error).toMatchObject({ intervention: rung })
      expect(readText(run.prompts[1], 'call_1')).toMatch(new RegExp(`^\\[handrail\\] ${rung}: `))
    }
  })

  test('DEFER sends the model back by default', async () => {
    const { tools, ran } = shop()
    const { tools: guarded, ...settings } = withHandrail({ tools }, deferring)
    const run = await play([[call('cancel_order')]], guarded, { settings })
    expect(ran).toEqual([])
    expect(readText(run.prompts[1], 'call_1')).toMatch(/^\[handrail\] DEFER: .*Look the value up/)
  })

  onAi7.each([true, false])(
    'DEFER asks a person where the app says so; another process goes on with %s',
    async (yes) => {
      const { tools, ran } = shop()
      const guard = createGuard(deferring)
      const first = withHandrail({ tools }, { guard, defer: 'approval' })
      const suspended = await play([[lookUp], [call('cancel_order')]], first.tools, {
        settings: { toolApproval: first.toolApproval },
      })
      expect(ran).toEqual([])
      expect(suspended.prompts).toHaveLength(2)
      const [request] = approvalParts(suspended).requests
      expect(request).toMatchObject({ reason: '`orderId`: not seen anywhere in this conversation' })
      if (suspended.ui)
        expect(suspended.ui.parts.at(-1)).toMatchObject({
          state: 'approval-requested',
          approval: { requestReason: '`orderId`: not seen anywhere in this conversation' },
        })
      expect(outcomes(guard.records()).at(-1)).toEqual({
        intervention: 'DEFER',
        dispatched: false,
        suspended: true,
      })

      const elsewhere = createGuard(deferring)
      const second = withHandrail({ tools }, { guard: elsewhere, defer: 'approval' })
      const run = await play([], second.tools, {
        settings: { toolApproval: second.toolApproval },
        messages: answered(suspended, yes, 'says Ada'),
      })
      expect(ran).toEqual(yes ? [`cancel ${minted}`] : [])
      expect(readText(run.prompts[0], 'call_1')).toBe(yes ? 'cancelled' : 'says Ada')
      expect(JSON.stringify(run.prompts)).not.toContain('not seen anywhere')
      expect(outcomes(elsewhere.records())).toEqual(
        yes ? [{ intervention: 'OBSERVE', dispatched: true, approved: true }] : [],
      )
      expect(elsewhere.records()[0]?.assessment.verdict.believe ?? false).toBe(false)
    },
  )

  onAi7('a signed approval, and a forged one', async () => {
    const { tools, ran } = shop()
    const { tools: guarded, toolApproval } = withHandrail({ tools }, asking)
    const settings = { toolApproval, experimental_toolApprovalSecret: 'a secret of at least 32 characters' }
    const suspended = await play([[call('cancel_order')]], guarded, { settings })
    const messages = answered(suspended, true)
    const forged: ModelMessage[] = JSON.parse(JSON.stringify(messages).replaceAll(minted, 'ORD-00000001'))
    await expect(play([], guarded, { settings, messages: forged })).rejects.toThrow()
    expect(ran).toEqual([])
    await play([], guarded, { settings, messages })
    expect(ran).toEqual([`cancel ${minted}`])
  })

  test('whoever forgets `toolApproval` gets a tool error, never a dispatch', async () => {
    const { tools, ran } = shop()
    for (const options of [enforce, asking]) {
      const guard = createGuard(options === enforce ? enforce : deferring)
      const { tools: guarded } = withHandrail({ tools }, { guard, defer: 'approval' })
      const run = await play([[call('cancel_order')]], guarded)
      expect(ran).toEqual([])
      expect(HandrailWithheldError.isInstance(appGot(run, 'call_1').error)).toBe(true)
      expect(guard.records()).toHaveLength(1)
    }
  })

  onAi7('a broken guard lets every call run as the app says', async () => {
    const { tools, ran } = shop()
    const broken = {
      ...createGuard(enforce),
      assess() {
        throw new Error('guard is broken')
      },
    }
    const guard = Object.defineProperty(broken, Symbol.for('handrail.guard'), { value: true })
    const { tools: guarded, ...settings } = withHandrail({ tools }, guard)
    await play([[call('cancel_order')]], guarded, { settings })
    expect(ran).toEqual([`cancel ${minted}`])
    const own = withHandrail({ tools, toolApproval: { cancel_order: 'denied' } }, guard)
    await play([[call('cancel_order')]], own.tools, { settings: { toolApproval: own.toolApproval } })
    expect(ran).toHaveLength(1)
    expect(guard.records().map(({ faults }) => faults.length)).toEqual([1, 1])
  })

  test('a handler that never answers is passed over', async () => {
    const { tools, ran } = shop()
    const handler = { name: 'stuck', timeoutMs: 5, handle: () => new Promise<never>(() => {}) }
    const guard = createGuard({ handler })
    const { tools: guarded, ...settings } = withHandrail({ tools }, guard)
    await play([[call('cancel_order')]], guarded, { settings })
    expect(ran).toEqual([`cancel ${minted}`])
    expect(guard.records()).toMatchObject([
      { outcome: { dispatched: true }, faults: [expect.stringContaining('5 ms')] },
    ])
  })
})

describeOnAi7('a chat', () => {
  const secret = 'a secret of at least 32 characters'

  /** One request of a chat: all its messages come as JSON from the page, and all objects of ours are new. */
  async function request(page: UIMessage[], steps: Parameters<typeof hosts.streamText>[0], ran: string[]) {
    const messages: UIMessage[] = JSON.parse(JSON.stringify(page))
    const { tools } = shop(ran)
    const guard = createGuard(deferring)
    const guarded = withHandrail({ tools }, { guard, defer: 'approval' })
    const run = await hosts.streamText(steps, guarded.tools, {
      messages: await convertToModelMessages(messages, { tools: guarded.tools }),
      settings: { toolApproval: guarded.toolApproval, experimental_toolApprovalSecret: secret },
    })
    return { run, guard }
  }

  test.each([true, false])('stops, a person answers with %s, and it goes on', async (approved) => {
    const ran: string[] = []
    const page: UIMessage[] = [
      { id: 'm1', role: 'user', parts: [{ type: 'text', text: 'Cancel my order.' }] },
    ]
    const first = await request(page, [[lookUp], [call('cancel_order')]], ran)
    expect(ran).toEqual([])
    const waiting = first.run.ui
    if (!waiting) throw new Error('expected a message')
    const answer = {
      ...waiting,
      parts: waiting.parts.map((part) =>
        part.type === 'tool-cancel_order' && part.state === 'approval-requested'
          ? {
              ...part,
              state: 'approval-responded' as const,
              approval: { ...part.approval, approved, ...(!approved && { reason: 'Not mine.' }) },
            }
          : part,
      ),
    }
    const second = await request([...page, answer as UIMessage], [], ran)
    expect(ran).toEqual(approved ? [`cancel ${minted}`] : [])
    expect(readText(second.run.prompts[0], 'call_1')).toBe(approved ? 'cancelled' : 'Not mine.')
    expect(outcomes(second.guard.records())).toEqual(
      approved ? [{ intervention: 'OBSERVE', dispatched: true, approved: true }] : [],
    )
    expect(JSON.stringify(second.run.prompts)).not.toContain('not seen anywhere')
  })
})

describeOnAi7('the app’s own toolApproval', () => {
  const play = hosts.streamText
  const found = [[lookUp], [call('cancel_order', real)]]

  test('is asked about what the guard lets run, and about nothing else', async () => {
    const { tools } = shop()
    const asked: string[] = []
    const toolApproval = vi.fn(({ toolCall }: { toolCall: { toolCallId: string } }) => {
      asked.push(toolCall.toolCallId)
      return undefined
    })
    const { tools: guarded, ...settings } = withHandrail({ tools, toolApproval }, enforce)
    await play([[lookUp], [call('cancel_order')], [call('cancel_order', real, 'call_2')]], guarded, {
      settings,
    })
    expect(asked).toEqual(['call_0', 'call_2'])
    expect(toolApproval.mock.calls[0]?.[0]).toMatchObject({
      toolCall: { toolName: 'find_orders' },
      messages: [{ role: 'user' }],
      tools: expect.anything(),
    })
  })

  test('has the last word: a refusal, by function and by tool', async () => {
    for (const toolApproval of [
      () => ({ type: 'denied', reason: 'closed on Sundays' }) as const,
      { cancel_order: { type: 'denied', reason: 'closed on Sundays' } } as const,
      { cancel_order: async () => ({ type: 'denied', reason: 'closed on Sundays' }) as const },
    ]) {
      const { tools, ran } = shop()
      const guard = createGuard(enforce)
      const own = typeof toolApproval === 'function' ? [[call('cancel_order', 'ORD-5551234')]] : found
      const messages: ModelMessage[] = [{ role: 'user', content: 'Cancel ORD-5551234.' }]
      const { tools: guarded, ...settings } = withHandrail({ tools, toolApproval }, guard)
      const run = await play(own, guarded, { settings, messages })
      expect(ran).toEqual([])
      expect(readText(run.prompts.at(-1), 'call_1')).toBe('closed on Sundays')
      expect(outcomes(guard.records()).at(-1)).toEqual({ intervention: 'OBSERVE', dispatched: false })
    }
  })

  test('asks a person, who reads its reason and where everything came from', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(enforce)
    const toolApproval = { cancel_order: { type: 'user-approval', reason: 'Cancelling is final.' } } as const
    const { tools: guarded, ...settings } = withHandrail({ tools, toolApproval }, guard)
    const suspended = await play(found, guarded, { settings })
    expect(approvalParts(suspended).requests).toMatchObject([
      {
        reason: `Cancelling is final.\n\`orderId\` ${real}: from \`find_orders\`, \`$.orders[0].orderId\``,
      },
    ])
    expect(outcomes(guard.records()).at(-1)).toEqual({
      intervention: 'OBSERVE',
      dispatched: false,
      suspended: true,
    })
    await play([], guarded, { settings, messages: answered(suspended, true) })
    expect(ran).toEqual([`cancel ${real}`])
    expect(outcomes(guard.records()).at(-1)).toEqual({
      intervention: 'OBSERVE',
      dispatched: true,
      approved: true,
    })
  })

  test('asks as it did where the guard only observes', async () => {
    const { tools } = shop()
    const toolApproval = { cancel_order: 'user-approval' } as const
    const { tools: guarded, ...settings } = withHandrail({ tools, toolApproval })
    const run = await play(found, guarded, { settings })
    const plain = await play(found, tools, { settings: { toolApproval } })
    const without = (each: Run) => JSON.stringify(each.messages).replaceAll(/"approvalId":"[^"]*"/g, '')
    expect(without(run)).toBe(without(plain))
  })

  test('approves by rule: that is no person, and the SDK says so as ever', async () => {
    const { tools, ran } = shop()
    const toolApproval = { cancel_order: { type: 'approved', reason: 'small' } } as const
    const { tools: guarded, ...settings } = withHandrail({ tools, toolApproval }, enforce)
    const run = await play([[lookUp], [call('cancel_order', real)]], guarded, { settings })
    expect(ran).toEqual([`cancel ${real}`])
    expect(approvalParts(run).responses).toMatchObject([{ approved: true, reason: 'small' }])
    const blocked = await play([[call('cancel_order')]], guarded, { settings })
    expect(readText(blocked.prompts[1], 'call_1')).toMatch(/^\[handrail\] BLOCK: /)
  })

  test('fails as it does without us, and the call does not run', async () => {
    const { tools, ran } = shop()
    const guard = createGuard()
    for (const toolApproval of [
      () => {
        throw new Error('policy server is down')
      },
      async () => {
        throw new Error('policy server is down')
      },
    ]) {
      const { tools: guarded, ...settings } = withHandrail({ tools, toolApproval }, guard)
      const failing = hosts.generateText([[call('cancel_order')]], guarded, { settings })
      await expect(failing).rejects.toThrow('policy server is down')
    }
    expect(ran).toEqual([])
    expect(outcomes(guard.records())).toEqual([
      { intervention: 'OBSERVE', dispatched: false },
      { intervention: 'OBSERVE', dispatched: false },
    ])
  })

  test('of a tool itself, `needsApproval`, is honoured; a rule for the tool comes first, and a function for all', async () => {
    const ran: unknown[] = []
    const seen: unknown[] = []
    const tools = {
      cancel_order: tool({
        inputSchema: schema,
        contextSchema: z.object({ desk: z.string() }),
        needsApproval: async (input, { toolCallId, messages, context }) => {
          seen.push([input, toolCallId, messages.length, context])
          return true
        },
        execute: async ({ orderId }) => ran.push(orderId),
      }),
    }
    const messages: ModelMessage[] = [{ role: 'user', content: `Cancel ${real}.` }]
    const toolsContext = { cancel_order: { desk: 'north' } }
    const steps = [[call('cancel_order', real)]]
    const { tools: guarded, toolApproval } = withHandrail({ tools }, enforce)
    const run = await play(steps, guarded, { messages, settings: { toolApproval, toolsContext } })
    expect(seen).toEqual([[{ orderId: real }, 'call_1', 1, { desk: 'north' }]])
    expect(approvalParts(run).requests).toMatchObject([{ reason: `\`orderId\` ${real}: from the user` }])
    expect(ran).toEqual([])
    for (const own of [{ cancel_order: 'not-applicable' } as const, () => undefined]) {
      const ruled = withHandrail({ tools, toolApproval: own }, enforce)
      await play(steps, ruled.tools, {
        messages,
        settings: { toolApproval: ruled.toolApproval, toolsContext },
      })
    }
    expect(ran).toEqual([real, real])
    expect(seen).toHaveLength(1)
  })

  test('names what we do not guard: it is passed on', async () => {
    const { tools } = shop()
    const toolApproval = { cancel_order: 'denied', somewhere_else: 'denied' } as const
    const guarded = withHandrail({ tools, toolApproval })
    const toolCall = { toolCallId: 'c', toolName: 'somewhere_else', input: {} }
    expect(await guarded.toolApproval({ toolCall, messages: [] })).toBe('denied')
  })
})

describe('tools that run elsewhere', () => {
  const client = { confirm_order: tool({ inputSchema: schema, outputSchema: z.string() }) }

  onAi7('of the client are blocked as well', async () => {
    const guard = createGuard({ ...enforce, tools: { confirm_order: { effect: 'destructive' } } })
    const { tools, ...settings } = withHandrail({ tools: client }, guard)
    expect(tools.confirm_order).toBe(client.confirm_order)
    const run = await hosts.streamText([[call('confirm_order')]], tools, { settings })
    expect(readText(run.prompts[1], 'call_1')).toMatch(/^\[handrail\] BLOCK: /)
    expect(run.ui?.parts.find((part) => part.type === 'tool-confirm_order')).toMatchObject({
      state: 'output-denied',
    })
  })

  onAi7('of the client get no note that nobody would show: the record says OBSERVE', async () => {
    const guard = createGuard({ ...enforce, tools: { confirm_order: { effect: 'write' } } })
    const { tools, ...settings } = withHandrail({ tools: client }, guard)
    const run = await hosts.streamText([[call('confirm_order')]], tools, { settings })
    expect(run.prompts).toHaveLength(1)
    expect(guard.records()).toMatchObject([
      { proposal: { intervention: 'WARN' }, outcome: { intervention: 'OBSERVE', dispatched: true } },
    ])
  })

  onAi7('of the provider are left to it', async () => {
    const search = {
      type: 'provider',
      id: 'acme.delete_all',
      isProviderExecuted: true,
      args: {},
      inputSchema: schema,
    }
    const guard = createGuard(enforce)
    const asked = vi.fn(() => undefined)
    const tools = { delete_order: search } as unknown as ToolSet
    const found = { ...call('delete_order'), providerResult: ['done'] }
    const guarded = withHandrail({ tools }, guard)
    await hosts.generateText([[found]], guarded.tools, { settings: { toolApproval: guarded.toolApproval } })
    const all = withHandrail({ tools, toolApproval: asked }, guard)
    await hosts.generateText([[found]], all.tools, { settings: { toolApproval: all.toolApproval } })
    expect(guard.records()).toEqual([])
    expect(asked).toHaveBeenCalledTimes(1)
  })
})

describe('two guards', () => {
  test('one inside the other: each judges once, and the stricter wins', async () => {
    const { tools, ran } = shop()
    const [inner, outer] = [createGuard(), createGuard(enforce)]
    const { tools: guarded, ...settings } = withHandrail(withHandrail({ tools }, inner), outer)
    const steps = [[call('cancel_order')], [call('update_order', minted, 'call_2')]]
    const run = await hosts.generateText(steps, guarded, { settings })
    expect(ran).toEqual([`update ${minted}`])
    expect(readText(run.prompts[2], 'call_2')).toContain(NOTE_MARKER)
    expect([inner.records().length, outer.records().length]).toEqual([1, 2])
  })

  test('the same one by guardTools before: it judges once, when the tool runs', async () => {
    const { tools, ran } = shop()
    const guard = createGuard(enforce)
    const { tools: guarded, ...settings } = withHandrail({ tools: guardTools(tools, guard) }, guard)
    const run = await hosts.generateText([[call('cancel_order')]], guarded, { settings })
    expect(ran).toEqual([])
    expect(appGot(run, 'call_1').error).toBeInstanceOf(HandrailWithheldError)
    expect(guard.records()).toHaveLength(1)
  })
})
