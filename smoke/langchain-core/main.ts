// An app that has `@langchain/core` and nothing else of LangChain: the root entry point type-checks there, down to the
// declarations of the packages, and runs.
import assert from 'node:assert/strict'
import { createGuard } from '@handrail/core'
import { guardTool, guardTools, HandrailCallbackHandler, transcriptFromMessages } from '@handrail/langchain'
import { AIMessage, HumanMessage } from '@langchain/core/messages'
import manifest from '@langchain/core/package.json' with { type: 'json' }
import { type ToolRunnableConfig, tool } from '@langchain/core/tools'
import { z } from 'zod'

for (const name of ['langchain', '@langchain/langgraph'])
  assert.throws(() => import.meta.resolve(name), { code: 'ERR_MODULE_NOT_FOUND' })

const cancelled: string[] = []
const cancel = tool(
  async ({ order_id }) => {
    cancelled.push(order_id)
    return 'cancelled'
  },
  { name: 'cancel_order', schema: z.object({ order_id: z.string() }) },
)
const guard = createGuard({ handler: 'enforce' })
const handler = new HandrailCallbackHandler()
const calls = ['ORD-1001', 'ORD-9999'].map((order_id, at) => ({
  type: 'tool_call' as const,
  id: `call-${at}`,
  name: 'cancel_order',
  args: { order_id },
}))
const messages = [new HumanMessage('Cancel ORD-1001.'), new AIMessage({ content: '', tool_calls: calls })]

// A guarded tool is of the type that it had.
const [guarded]: [typeof cancel] = guardTools([cancel], guard)
const config = { state: { messages }, callbacks: [handler] } as ToolRunnableConfig
const answers: string[] = []
for (const call of calls) answers.push((await guarded.invoke(call, config)).text)

assert.deepEqual(cancelled, ['ORD-1001'])
assert.equal(answers[0], 'cancelled')
assert.match(answers[1] ?? '', /^\[handrail\] BLOCK: /)
assert.equal(guard.records().length, 2)
assert.equal(handler.guard.records().length, 1, 'a call that is withheld emits no callbacks')
assert.equal(transcriptFromMessages(messages).length, 3)
assert.notEqual(guardTool(cancel), cancel)
console.log(
  `With @langchain/core ${manifest.version}, one call ran. The model read of the other: ${answers[1]}`,
)
