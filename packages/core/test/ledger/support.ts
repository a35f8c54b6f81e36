import { createHmac } from 'node:crypto'
import {
  type Corpus,
  corpusOf,
  createGuard,
  type GuardedCall,
  type GuardOptions,
  type GuardRecord,
  ruleOn,
  type TranscriptEntry,
} from '../../src/index.ts'

/** What the tools and the user of the stage said. */
export const STAGE: readonly TranscriptEntry[] = [
  { kind: 'task', text: 'Please cancel my order. I am Sara, sara.doe496@example.com.' },
  { kind: 'call', toolCallId: 'read_1', toolName: 'get_user', args: { email: 'sara.doe496@example.com' } },
  {
    kind: 'result',
    toolCallId: 'read_1',
    toolName: 'get_user',
    content: {
      name: 'Sara',
      orders: [{ id: 'W5442520', total: 12 }],
      cards: { card_7731849: { brand: 'visa' } },
    },
  },
]

/** The records that a guard makes of a call. */
export async function recordOf(
  call: Partial<GuardedCall>,
  options: GuardOptions = {},
  corpus: Corpus = corpusOf(STAGE),
): Promise<GuardRecord> {
  const guard = createGuard(options)
  const whole = { toolCallId: 'call_1', toolName: 'cancel_order', args: {}, ...call }
  await ruleOn(guard, whole, () => ({ call: whole, evidence: () => corpus }))
  const [record] = guard.records()
  if (!record) throw new Error('the guard of the test made no record')
  return record
}

/** The digest by a key of the tests. */
export const digest = (text: string): string =>
  createHmac('sha256', 'a key of sixteen').update(text).digest('hex')

/** The same record for another call. */
export function forCall(record: GuardRecord, toolCallId: string): GuardRecord {
  const { assessment } = record
  return { ...record, assessment: { ...assessment, call: { ...assessment.call, toolCallId } } }
}
