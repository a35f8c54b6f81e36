import { expect, test } from 'vitest'
import { LineQueue, lastOf } from '../../src/node/ledger/line-queue.ts'

const shown = (queue: LineQueue) =>
  queue.take(Number.POSITIVE_INFINITY).map((each) => `${each.kind} ${each.sequence}-${lastOf(each)}`)

test('what does not fit becomes one gap, until something fits again', () => {
  const queue = new LineQueue(10)
  expect([1, 2, 3, 4].map((sequence) => queue.add(sequence, 'xxxx'))).toEqual([true, true, false, false])
  expect(queue.add(5, 'xx')).toBe(true)
  queue.drop(6, 'a reason')
  queue.drop(7, 'a reason')
  expect(shown(queue)).toEqual(['entry 1-1', 'entry 2-2', 'gap 3-4', 'entry 5-5', 'gap 6-7'])
  expect(queue.take(1_000).at(-1)).toMatchObject({ dropped: 2, reason: 'a reason' })
})

test('an entry that is larger than the queue fits when nothing else waits', () => {
  const queue = new LineQueue(10)
  expect(queue.add(1, 'x'.repeat(50))).toBe(true)
  expect(queue.add(2, 'x')).toBe(false)
})

test('a gap that is being written grows no more, and one that was not written does', () => {
  const queue = new LineQueue(10)
  queue.drop(1, 'full')
  const [taken] = queue.take(1_000)
  queue.drop(2, 'full')
  expect(taken).toMatchObject({ dropped: 1 })
  queue.removeTaken()
  expect(shown(queue)).toEqual(['gap 2-2'])
  queue.leaveTaken()
  queue.drop(3, 'closed')
  expect(shown(queue)).toEqual(['gap 2-3'])
  expect(queue.take(1_000)[0]).toMatchObject({ reason: 'full; closed' })
})

test('so much is taken at once, and room is made when it is removed', () => {
  const queue = new LineQueue(30)
  for (const sequence of [1, 2, 3]) queue.add(sequence, 'x'.repeat(10))
  expect(queue.take(20)).toHaveLength(2)
  expect(queue.take(1)).toHaveLength(1)
  expect(queue.add(4, 'x')).toBe(false)
  queue.removeTaken()
  expect(queue.add(5, 'x')).toBe(true)
  expect(queue.clear()).toBe(3)
  expect(queue.length).toBe(0)
})
