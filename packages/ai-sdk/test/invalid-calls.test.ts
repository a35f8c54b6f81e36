import { createGuard } from '@handrail/core'
import { tool } from 'ai'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { guardTools } from '../src/index.ts'
import { type Call, hosts, readText } from './support/host.ts'
import { isEarlySix, isSeven } from './support/sdk.ts'

const minted = 'ORD-77310942'
const real = 'ORD-20117754'
const messages = [{ role: 'user' as const, content: `Cancel ${real}.` }]
const again: Call = { id: 'call_2', tool: 'cancel_order', args: { orderId: minted } }

function shop() {
  const cancelled: unknown[] = []
  const tools = {
    cancel_order: tool({
      inputSchema: z.object({ orderId: z.string() }),
      execute: async ({ orderId }) => cancelled.push(orderId) && 'cancelled',
    }),
  }
  const guard = createGuard({ handler: 'enforce' })
  const judged = () =>
    guard.records().map(({ assessment, outcome }) => [assessment.call.args, outcome.intervention])
  return { cancelled, guard, guarded: guardTools(tools, guard), judged }
}

/** A call of the model as it came, of which the SDK hands over nothing but this. */
interface Broken {
  readonly toolCallId: string
  readonly toolName: string
  readonly input: string
}

const options = ['experimental_repairToolCall', ...(isSeven ? ['repairToolCall'] : [])]

describe.each(Object.entries(hosts))('%s', (_, play) => {
  const broken: [string, Call, RegExp][] = [
    [
      'arguments that do not fit',
      { id: 'call_1', tool: 'cancel_order', args: { order: minted } },
      /Invalid input for tool cancel_order: /,
    ],
    [
      'arguments that fit nowhere',
      { id: 'call_1', tool: 'cancel_order', args: [minted] },
      /Invalid input for tool cancel_order: /,
    ],
    [
      'arguments that are no JSON',
      { id: 'call_1', tool: 'cancel_order', args: null, input: `cancel ${minted} now` },
      /Invalid input for tool cancel_order: .*JSON parsing failed: /,
    ],
    [
      'a tool that does not exist',
      { id: 'call_1', tool: `cancel_${minted}`, args: {} },
      /Model tried to call unavailable tool /,
    ],
  ]

  test.each(broken)('%s: not judged, and what the SDK quotes is no evidence', async (_, call, error) => {
    const { cancelled, guarded, judged } = shop()
    const run = await play([[call], [again]], guarded, { messages })
    expect(readText(run.prompts[1], 'call_1')).toMatch(error)
    expect(readText(run.prompts[1], 'call_1')).toContain(minted)
    expect(readText(run.prompts[2], 'call_2')).toMatch(/^\[handrail\] BLOCK: /)
    expect(judged()).toEqual([[again.args, 'BLOCK']])
    expect(cancelled).toEqual([])
  })

  test.each(options)('%s: the call is judged as it was repaired', async (option) => {
    const { cancelled, guarded, judged } = shop()
    const repair = vi.fn(async ({ toolCall }: { toolCall: Broken }) => ({
      ...toolCall,
      input: JSON.stringify({ orderId: JSON.parse(toolCall.input).order }),
    }))
    const steps = [
      [
        { id: 'call_1', tool: 'cancel_order', args: { order: real } },
        { id: 'call_2', tool: 'cancel_order', args: { order: minted } },
        { id: 'call_3', tool: 'cancel_order', args: { orderId: real } },
      ],
    ]
    const run = await play(steps, guarded, { messages, settings: { [option]: repair } })
    expect(repair).toHaveBeenCalledTimes(2)
    expect(cancelled).toEqual([real, real])
    expect(readText(run.prompts[1], 'call_1')).toBe('cancelled')
    expect(readText(run.prompts[1], 'call_2')).toMatch(/^\[handrail\] BLOCK: /)
    expect(judged()).toEqual([
      [{ orderId: real }, 'OBSERVE'],
      [{ orderId: minted }, 'BLOCK'],
      [{ orderId: real }, 'OBSERVE'],
    ])
  })

  test.each(options)(
    '%s: a call that goes to another tool is judged as a call of that one',
    async (option) => {
      const { cancelled, guarded, judged } = shop()
      const repair = async ({ toolCall }: { toolCall: Broken }) => ({ ...toolCall, toolName: 'cancel_order' })
      const steps = [[{ id: 'call_1', tool: 'cancelOrder', args: { orderId: minted } }]]
      const run = await play(steps, guarded, { messages, settings: { [option]: repair } })
      expect(readText(run.prompts[1], 'call_1')).toMatch(/^\[handrail\] BLOCK: /)
      expect(judged()).toEqual([[{ orderId: minted }, 'BLOCK']])
      expect(cancelled).toEqual([])
    },
  )

  const failures: [string, (broken: { toolCall: Broken }) => unknown, RegExp][] = [
    ['gives up', async () => null, /Invalid input for tool cancel_order: /],
    [
      'fails',
      async ({ toolCall }) => {
        throw new Error(`cannot repair ${toolCall.input}`)
      },
      /Error repairing tool call: .*cannot repair /,
    ],
    [
      'answers with another broken call',
      async ({ toolCall }) => ({ ...toolCall, input: `[${toolCall.input}]` }),
      /Invalid input for tool cancel_order: /,
    ],
  ]
  test.each(options.flatMap((option) => failures.map((failure) => [option, ...failure] as const)))(
    '%s that %s: not judged, and what is quoted is no evidence',
    async (option, _, repair, error) => {
      const { cancelled, guarded, judged } = shop()
      const steps = [[{ id: 'call_1', tool: 'cancel_order', args: null, input: minted }], [again]]
      const run = await play(steps, guarded, { messages, settings: { [option]: repair } })
      expect(readText(run.prompts[1], 'call_1')).toMatch(error)
      expect(readText(run.prompts[1], 'call_1')).toContain(minted)
      expect(readText(run.prompts[2], 'call_2')).toMatch(/^\[handrail\] BLOCK: /)
      expect(judged()).toEqual([[again.args, 'BLOCK']])
      expect(cancelled).toEqual([])
    },
  )

  // ai 6 has no refinement.
  describe.runIf(isSeven)('refined input', () => {
    test('a call is judged as it will run', async () => {
      const { cancelled, guarded, judged } = shop()
      const refine = ({ orderId }: { orderId: string }) => ({ orderId: orderId.replace(/^#/, 'ORD-') })
      const settings = { experimental_refineToolInput: { cancel_order: refine } }
      const call = (id: string, orderId: string) => ({ id, tool: 'cancel_order', args: { orderId } })
      const run = await play([[call('call_1', '#20117754'), call('call_2', '#77310942')]], guarded, {
        messages,
        settings,
      })
      expect(cancelled).toEqual([real])
      expect(readText(run.prompts[1], 'call_2')).toMatch(/^\[handrail\] BLOCK: /)
      expect(judged()).toEqual([
        [{ orderId: real }, 'OBSERVE'],
        [{ orderId: minted }, 'BLOCK'],
      ])
    })

    test('a call that is refused there is not judged, and what is quoted is no evidence', async () => {
      const { cancelled, guarded, judged } = shop()
      let refused = 0
      const refine = (input: { orderId: string }) => {
        if (refused++ === 0) throw new Error(`Order ${input.orderId} is no order`)
        return input
      }
      const settings = { experimental_refineToolInput: { cancel_order: refine } }
      const run = await play([[{ ...again, id: 'call_1' }], [again]], guarded, { messages, settings })
      expect(readText(run.prompts[1], 'call_1')).toBe(`Error: Order ${minted} is no order`)
      expect(readText(run.prompts[2], 'call_2')).toMatch(/^\[handrail\] BLOCK: /)
      expect(judged()).toEqual([[again.args, 'BLOCK']])
      expect(cancelled).toEqual([])
    })
  })

  test('a tool that is not active is not called, and nothing is judged', async () => {
    const { cancelled, guarded, judged } = shop()
    const steps = [[{ id: 'call_1', tool: 'cancel_order', args: { orderId: minted } }]]
    const run = await play(steps, guarded, { messages, settings: { activeTools: [] } })
    expect(cancelled).toEqual([])
    // The first versions of ai 6 would have called it.
    expect(judged()).toHaveLength(isEarlySix ? 1 : 0)
    expect(readText(run.prompts[1], 'call_1')).toMatch(
      isEarlySix ? /^\[handrail\] BLOCK: / : /Model tried to call unavailable tool /,
    )
  })

  test.skipIf(isEarlySix)(
    'tools that come and go between steps are judged while they are there',
    async () => {
      const { cancelled, guarded, judged } = shop()
      const prepareStep = ({ stepNumber }: { stepNumber: number }) => ({
        activeTools: stepNumber === 0 ? ['cancel_order'] : [],
      })
      const steps = [
        [{ id: 'call_1', tool: 'cancel_order', args: { orderId: real } }],
        [{ id: 'call_2', tool: 'cancel_order', args: { orderId: real } }],
      ]
      const run = await play(steps, guarded, { messages, settings: { prepareStep } })
      expect(cancelled).toEqual([real])
      expect(readText(run.prompts[2], 'call_2')).toMatch(/Model tried to call unavailable tool /)
      expect(judged()).toEqual([[{ orderId: real }, 'OBSERVE']])
    },
  )
})
