import fc from 'fast-check'
import type { Corpus } from '../../src/evidence/corpus.ts'
import type { TranscriptEntry } from '../../src/transcript.ts'
import { argOn } from './transcripts.ts'

/** Values that have much in common, so that conversations made of them collide often. */
export const values = [
  'KX-77',
  'kx_77',
  'KX-78',
  '772',
  '77201',
  '0077201',
  'INC0077201',
  'INC77201',
  'zz-772',
  'mary.roe@acme-corp.io',
  'roe.mary@acme-corp.io',
  'QWXYZ',
  'a7k2q',
  'order_a7k2q',
  'tool.made@acme-corp.io',
  '0xdeadbeef',
  'deadbeef-1',
  'xx-3Cd-Q',
  '3Cd-Q',
] as const

const words = [...values, 'mary', 'roe', 'acme-corp.io', 'see', 'order', 'not found', '"', '\n', ',', 'zz-1']
const value = fc.constantFrom(...values)
const text = fc.array(fc.constantFrom(...words), { maxLength: 5 }).map((parts) => parts.join(' '))
const callId = fc.constantFrom('c1', 'c2', 'c3')
const record = fc.dictionary(
  fc.constantFrom('id', 'price', 'owner', 'query', 'status', 'error', 'ref'),
  fc.oneof(value, text, fc.constantFrom(772, 77201), fc.array(value, { maxLength: 2 })),
  { maxKeys: 3 },
)
const content = fc.oneof(
  text,
  value,
  record,
  record.map((each) => JSON.stringify(each)),
)

/** One call. */
export const anyCall = fc.record({
  kind: fc.constant('call'),
  toolCallId: callId,
  toolName: fc.constant('look_up'),
  args: fc.oneof(record, text),
})

/** One result. */
export const anyResult = fc.record(
  {
    kind: fc.constant('result'),
    toolCallId: callId,
    toolName: fc.constantFrom('look_up', 'storage'),
    content,
    outcome: fc.constantFrom('ok', 'error'),
    author: fc.constantFrom('environment', 'model'),
    intervention: fc.constantFrom('OBSERVE', 'WARN', 'BLOCK'),
  },
  { requiredKeys: ['kind', 'toolCallId', 'toolName', 'content'] },
)

/** One entry of a conversation. */
export const anyEntry: fc.Arbitrary<TranscriptEntry> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('task'), text, role: fc.constant('user') }) },
  { weight: 5, arbitrary: anyCall },
  { weight: 6, arbitrary: anyResult },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('opaque'), reason: fc.constant('unreadable') }) },
)

/** A conversation. */
export const anyConversation = fc.array(anyEntry, { maxLength: 10 })

/** Traits that the conversations are made for. */
export const options = { tools: { storage: { roundTrip: true } } } as const

/** All that can be asked of a corpus, in a form that can be compared. */
export function answersOf(corpus: Corpus): object {
  return {
    version: corpus.version,
    isEmpty: corpus.isEmpty,
    gaps: [corpus.hasGap('unreadable'), corpus.hasGap('lost')],
    marked: corpus.markedAnswers.map(({ call, intervention, evidence }) => [
      call,
      intervention,
      evidence.version,
    ]),
    verdicts: values.map((each) => {
      const { stance, how, origin, componentsChecked, matchedIn } = argOn(corpus, 'record_id', each)
      return [each, stance, how, origin?.entry, origin?.offset, componentsChecked, matchedIn]
    }),
  }
}
