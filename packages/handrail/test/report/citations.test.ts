import type { CallFinding, Conversation } from '@handrail/eval'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Citations } from '../../src/report/conversation/citations.ts'
import { desk } from './support/desk.ts'
import { judged } from './support/recorded.ts'

const text = 'x'.repeat(100)
const conversation = { entries: [{ kind: 'task', text }] } as unknown as Conversation
const place = (offset: number | undefined, length: number, entry = 0) => ({ entry, offset, length })
const findingWith = (places: readonly unknown[]) => [{ origins: [{ places }] }] as unknown as CallFinding[]

it('marks what arguments came from, where it stands', () => {
  const { conversations, findings } = judged([desk])
  const citations = new Citations(conversations[0] as Conversation, findings, 'c1')
  const source = desk.entries.findIndex((entry) => entry.kind === 'result')
  const [mark] = citations.marksOf(source)
  const content = (desk.entries[source] as { content: string }).content
  expect(mark?.id).toBe(`c1-e${source}-0`)
  expect(content.slice(mark?.start, mark?.end)).toBe('W7000021')
})

it('makes one mark of places that overlap, and finds the mark of each place', () => {
  const spans = fc.array(fc.tuple(fc.nat(90), fc.integer({ min: 1, max: 10 })), { maxLength: 20 })
  fc.assert(
    fc.property(spans, (given) => {
      const places = given.map(([offset, length]) => place(offset, length))
      const citations = new Citations(conversation, findingWith(places), 'c')
      const marks = citations.marksOf(0)
      for (const [at, { start, end }] of marks.entries()) {
        expect(start).toBeLessThan(end)
        expect(start).toBeGreaterThanOrEqual(marks[at - 1]?.end ?? 0)
      }
      for (const each of places) {
        const mark = citations.markOf(each as never)
        expect(mark?.start).toBeLessThanOrEqual(each.offset as number)
        expect(mark?.end).toBeGreaterThanOrEqual((each.offset as number) + each.length)
      }
      expect(new Set(marks.map(({ id }) => id)).size).toBe(marks.length)
    }),
  )
})

it('passes over what stands in no entry, or not any more', () => {
  const gone = [place(undefined, 4), place(98, 9), place(3, 4, 7), place(5, 0)]
  const citations = new Citations(conversation, findingWith(gone), 'c')
  expect(citations.marksOf(0)).toEqual([])
  for (const each of gone) expect(citations.markOf(each as never)).toBeUndefined()
})
