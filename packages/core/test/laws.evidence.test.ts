import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { noteFor } from '../src/enforcement/notes.ts'
import {
  appendNote,
  classifyCall,
  corpusOf,
  syntheticCorrectiveResult,
  type TranscriptEntry,
} from '../src/index.ts'
import { contextOf, minted, verdictOf } from './support/verdicts.ts'

let total = 0
afterAll(() => console.info(`laws of the evidence: ${total} property runs`))

const ids = [
  'W7304918',
  'INC0010023',
  '2907351',
  'ann.smith@acme.test',
  '7d3f21aa-52c4-4e19-9b60-0c1f5e88d2b7',
]
const id = fc.constantFrom(...ids)
const rung = fc.constantFrom('WARN' as const, 'BLOCK' as const, 'DEFER' as const)

/** What a tool returns: the id within prose, in a record, in an error, alone, or not at all. */
const content = fc
  .tuple(id, id)
  .chain(([one, other]) =>
    fc.constantFrom(
      `Order ${one} belongs to ${other}, shipped on Monday.`,
      JSON.stringify({ order_id: one, customer: 'Ada', item: { sku: other, price: 12 } }),
      `Error: ${one} not found`,
      one,
      'done',
    ),
  )

/** A call and its answer, once as it is without us and once with what we wrote. */
const step = fc
  .record({
    asked: id,
    toolName: fc.constantFrom('get_order', 'update_address', 'cancel_order', 'cancel_W7304918'),
    said: content,
    rung,
    earlierAttempts: fc.nat(2),
    asObject: fc.boolean(),
    user: fc.option(
      fc.tuple(id).map(([named]) => `And then ${named}, please.`),
      { freq: 6 },
    ),
  })
  .map(({ asked, toolName, said, rung: intervention, earlierAttempts, asObject, user }) => (at: number) => {
    const call = { toolCallId: `c${at}`, toolName, args: { order_id: asked } }
    const verdict = verdictOf(minted('order_id', asked))
    const note = noteFor(intervention, contextOf({ call, verdict, earlierAttempts }))
    const entry: TranscriptEntry = { kind: 'call', ...call }
    const result = { kind: 'result', toolCallId: call.toolCallId, toolName } as const
    const task: TranscriptEntry[] = user === null ? [] : [{ kind: 'task', text: user }]
    const ours = asObject ? syntheticCorrectiveResult(verdict, toolName, asked) : note
    // On WARN the tool's text is there either way; a withheld call has no answer but ours.
    return intervention === 'WARN'
      ? {
          without: [...task, entry, { ...result, content: said }],
          with: [...task, entry, { ...result, content: appendNote(said, note), intervention }],
        }
      : {
          without: [...task, entry],
          with: [...task, entry, { ...result, content: ours, intervention }],
        }
  })

describe('adding an intervention', () => {
  test('never adds evidence: no later verdict changes, whatever the conversation', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.array(id, { minLength: 1 }),
        (makers, probes) => {
          total++
          const steps = makers.map((make, at) => make(at))
          const start: TranscriptEntry = { kind: 'task', text: 'Please look after my orders.' }
          const plain = corpusOf([start, ...steps.flatMap((each) => each.without)])
          const marked = corpusOf([start, ...steps.flatMap((each) => each.with)])
          const call = {
            toolName: 'cancel_order',
            args: probes.map((value, index) => ({ name: `order_${index}_id`, value })),
          }
          const found = (corpus: typeof plain) => {
            const { believe, unsupported, args } = classifyCall(call, corpus)
            const shapes = args.map(({ stance, componentsChecked, componentsUnmatched }) => [
              stance,
              componentsChecked,
              componentsUnmatched,
            ])
            return { believe, unsupported, shapes }
          }
          expect(found(marked)).toEqual(found(plain))
        },
      ),
      { numRuns: 3_000 },
    )
  })
})
