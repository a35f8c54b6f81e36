import { createGuard } from '@handrail/core'
import { HumanMessage } from '@langchain/core/messages'
import { DynamicStructuredTool } from '@langchain/core/tools'
import { expect, test, vi } from 'vitest'
import { guardTool } from '../src/index.ts'

const boom = (): never => {
  throw new Error('do not look')
}
const cyclic: Record<string, unknown> = { order_id: 'ORD-9999' }
cyclic.self = cyclic
let deep: unknown = 'ORD-9999'
for (let level = 0; level < 10_000; level++) deep = { inner: deep }

/** Takes any arguments as they are: what is tested is what we do to them. */
class AnythingTool extends DynamicStructuredTool {
  readonly run = vi.fn(async () => 'done')
  override async invoke(..._given: unknown[]) {
    return (await this.run()) as never
  }
}

test.each<[string, unknown, boolean]>([
  ['cyclic', cyclic, true],
  ['ten thousand levels deep', { order_id: 'KX-77', deep }, true],
  ['ten megabytes long', { order_id: 'x7'.repeat(5_000_000) }, false],
  [
    'with a getter that throws',
    Object.defineProperty({}, 'order_id', { enumerable: true, get: boom }),
    false,
  ],
  ['a proxy that throws', new Proxy({}, { ownKeys: boom, get: boom, getPrototypeOf: boom }), false],
  ['with the key __proto__', JSON.parse('{"__proto__":{"order_id":"ORD-9999"}}'), true],
  ['a bigint', { order_id: 99_999_999_999n }, true],
  ['bytes', new Uint8Array([1, 2, 3]), false],
  ['a function', () => 1, false],
])(
  'arguments that are %s: the tool runs once, and the record says what was made of them',
  async (_, args, flagged) => {
    const tool = new AnythingTool({
      name: 'update_order',
      description: 'x',
      schema: {},
      func: async () => 'done',
    })
    const guard = createGuard({ handler: 'enforce' })
    const state = { messages: [new HumanMessage('Hello')] }
    const call = { type: 'tool_call', id: 'c', name: 'update_order', args }
    await guardTool(tool, guard).invoke(call as never, { state } as never)
    expect(tool.run).toHaveBeenCalledTimes(1)
    expect(guard.records()).toHaveLength(1)
    const { assessment, faults, outcome } = guard.records()[0] ?? boom()
    expect(outcome.dispatched).toBe(true)
    const said = [...faults, ...assessment.verdict.args.map(({ reason }) => reason)]
    expect(said.join()).not.toBe('')
    expect(assessment.verdict.believe).toBe(!flagged)
  },
)
