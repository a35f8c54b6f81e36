import { AIMessage, HumanMessage } from '@langchain/core/messages'
import { expect, test } from 'vitest'
import { Answers } from '../src/callback/answers.ts'
import { cancelCall, MINTED } from './support/shop.ts'

const answered = (id: string) => ({
  prompt: [new HumanMessage('Hi')],
  message: new AIMessage({ content: '', tool_calls: [cancelCall(id, MINTED)] }),
})
const call = (toolCallId: string) => ({ toolCallId, toolName: 'cancel_order', args: { order_id: MINTED } })
const known = (answers: Answers, graph: string | undefined, ids: readonly number[]) =>
  ids.filter((i) => answers.find(call(`call-${i}`), graph))

test('of one graph, the last sixteen answers are kept', () => {
  const answers = new Answers()
  for (let i = 0; i < 20; i++) answers.add(`model-${i}`, 'graph', answered(`call-${i}`))
  expect(known(answers, 'graph', [0, 3, 4, 19])).toEqual([4, 19])
})

test('of graphs that never end, and of loops, the last thousand are kept', () => {
  for (const graphOf of [(i: number) => `graph-${i}`, () => undefined]) {
    const answers = new Answers()
    for (let i = 0; i < 1_002; i++) answers.add(`model-${i}`, graphOf(i), answered(`call-${i}`))
    expect(known(answers, undefined, [0, 1, 2, 1_001])).toEqual([2, 1_001])
  }
})

test('an answer without calls is not kept, and the newest of several is found', () => {
  const answers = new Answers()
  const [first, second] = [answered('call-0'), answered('call-0')]
  answers.add('one', 'graph', first)
  answers.add('two', 'graph', second)
  answers.add('three', 'graph', { prompt: [], message: new AIMessage('done') })
  expect(answers.find(call('call-0'), 'graph')).toBe(second)
  answers.endGraph('graph', true)
  expect(answers.find(call('call-0'), 'other')).toBe(second)
  expect(answers.ofMessage(undefined)).toBeUndefined()
})
