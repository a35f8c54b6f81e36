// The rest of what we lean on without a promise: how the SDK tells the model that a call failed. No guard is in play here
// either.
import {
  InvalidToolInputError,
  type ModelMessage,
  NoSuchToolError,
  ToolCallRepairError,
  type ToolSet,
  tool,
} from 'ai'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { transcriptFromMessages } from '../src/index.ts'
import { appGot, type Call, hosts, readOutput, readText } from './support/host.ts'
import { isEarlySix, isSeven } from './support/sdk.ts'

const user: ModelMessage = { role: 'user', content: 'Hello' }
const args = { orderId: 'ORD-1' }
const call: Call = { id: 'call_1', tool: 'get_order', args }

function bareTools(execute: unknown = async () => 'found', more: object = {}) {
  const toModelOutput = vi.fn(({ output }: { output: unknown }) => ({ type: 'text', value: String(output) }))
  const inputSchema = z.object({ orderId: z.string() })
  const tools = { get_order: tool({ inputSchema, execute, toModelOutput, ...more } as never) } as ToolSet
  return { tools, toModelOutput }
}

/** What transcriptFromMessages makes of a text that the model read for a failed call. */
function evidenceIn(value: string) {
  const output = { type: 'error-text', value } as const
  const part = { type: 'tool-result', toolCallId: 'call_1', toolName: 'get_order', output } as const
  return transcriptFromMessages([{ role: 'tool', content: [part] }])
}
const nothing = [
  { kind: 'result', toolCallId: 'call_1', toolName: 'get_order', content: '', outcome: 'error' },
]

describe.each(Object.entries(hosts))('%s', (_, play) => {
  // `HandrailWithheldError` and `errorWithNote` put what the model is to read where the SDK reads it, and only there.
  test('the model reads `toString` of an error (ai 6: its message), the app gets the error', async () => {
    class OrderError extends Error {
      override toString() {
        return 'my own words'
      }
    }
    const error = new OrderError('the message')
    const { tools } = bareTools(async () => {
      throw error
    })
    const run = await play([[call]], tools)
    const value = isSeven ? 'my own words' : 'the message'
    expect(readOutput(run.prompts[1], 'call_1')).toMatchObject({ type: 'error-text', value })
    expect(appGot(run, 'call_1').error).toBe(error)
  })

  // A warned tool that throws needs another way for its note, which is `errorWithNote`.
  test('`toModelOutput` is not called for an error, a refusal or a call that the model broke', async () => {
    const failing = bareTools(async () => {
      throw new Error('no')
    })
    await play([[call]], failing.tools)
    expect(failing.toModelOutput).not.toHaveBeenCalled()

    const broken = bareTools()
    await play([[{ ...call, args: {} }]], broken.tools)
    expect(broken.toModelOutput).not.toHaveBeenCalled()

    if (!isSeven) return
    const denied = bareTools()
    const run = await play([[call]], denied.tools, {
      settings: { toolApproval: () => ({ type: 'denied', reason: 'No.' }) },
    })
    expect(readOutput(run.prompts[1], 'call_1')).toMatchObject({ type: 'execution-denied', reason: 'No.' })
    expect(denied.toModelOutput).not.toHaveBeenCalled()
  })

  // `refusal` (transcript.ts) knows these answers by how they begin: they quote the model and are no evidence.
  test.each<[string, Call, object, RegExp]>([
    [
      'arguments that do not fit',
      { ...call, args: { order: 'ORD-1' } },
      {},
      /^(AI_InvalidToolInputError: )?Invalid input for tool get_order: /,
    ],
    [
      'no JSON',
      { ...call, input: 'ORD-1' },
      {},
      /^(AI_InvalidToolInputError: )?Invalid input for tool get_order: /,
    ],
    [
      'no such tool',
      { ...call, tool: 'ORD-1' },
      {},
      /^(AI_NoSuchToolError: )?Model tried to call unavailable tool 'ORD-1'\. /,
    ],
    [
      'a repair that failed',
      { ...call, args: {} },
      {
        async experimental_repairToolCall() {
          throw new Error('ORD-1')
        },
      },
      /^(AI_ToolCallRepairError: )?Error repairing tool call: /,
    ],
  ])('what the model reads of a call that it broke: %s', async (_, broken, settings, beginning) => {
    const { tools } = bareTools()
    const run = await play([[broken]], tools, { settings })
    const text = readText(run.prompts[1], 'call_1') ?? ''
    expect(text).toMatch(beginning)
    expect(text).toContain('ORD-1')
    expect(text.startsWith('AI_')).toBe(isSeven)
    expect(evidenceIn(text)).toEqual(nothing)
  })

  // There is no call in the messages to compare such an answer with: it has to be known by its text.
  test('of a call that is no JSON the messages keep no arguments', async () => {
    const { tools } = bareTools()
    const run = await play([[{ ...call, input: '{"orderId": "ORD-1"' }]], tools)
    const calls = run.messages.flatMap(({ role, content }) =>
      role === 'assistant' && typeof content !== 'string' ? content : [],
    )
    expect(calls.find(({ type }) => type === 'tool-call')).toMatchObject({ toolCallId: 'call_1', input: {} })
  })
})

// The first versions of ai 6 check nothing there.
test.skipIf(isEarlySix)('a check of the arguments after an approval ends in the same words', async () => {
  const messages: ModelMessage[] = [
    user,
    {
      role: 'assistant',
      content: [
        { type: 'tool-call', toolCallId: 'call_1', toolName: 'get_order', input: { order: 'ORD-1' } },
        { type: 'tool-approval-request', approvalId: 'a_1', toolCallId: 'call_1' },
      ],
    },
    { role: 'tool', content: [{ type: 'tool-approval-response', approvalId: 'a_1', approved: true }] },
  ]
  for (const play of Object.values(hosts)) {
    const { tools } = bareTools()
    const run = await play([], tools, { messages })
    const text = readText(run.prompts[0], 'call_1') ?? ''
    expect(text).toContain('Invalid input for tool get_order: ')
    expect(evidenceIn(text)).toEqual(nothing)
  }
})

// Both ways in which the two versions tell an error, whichever is installed: a history may come from the other one.
test.each([
  new InvalidToolInputError({ toolName: 'get_order', toolInput: 'ORD-1', cause: new Error('ORD-1') }),
  new NoSuchToolError({ toolName: 'ORD-1' }),
  new NoSuchToolError({ toolName: 'ORD-1', availableTools: ['get_order'] }),
  new ToolCallRepairError({
    cause: new Error('ORD-1'),
    originalError: new NoSuchToolError({ toolName: 'ORD-1' }),
  }),
])('a refusal is known by its text: %s', (error) => {
  expect(evidenceIn(String(error))).toEqual(nothing)
  expect(evidenceIn(error.message)).toEqual(nothing)
})
