import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { corpusOf, createGuard, type GuardedCall, type TranscriptEntry } from '../src/index.ts'

const ids = ['W7700001', 'W7700002', 'w7700001', 'W7700003'] as const
const tools = ['update_address', 'cancel_order', 'create_refund'] as const
const extraEvidence = 'Orders are called W7700003 or so.'

const attempt = fc.record({
  toolName: fc.constantFrom(...tools),
  id: fc.constantFrom(...ids),
  /** Whether the framework hands over the very object again. */
  isSame: fc.boolean(),
})
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.array(attempt, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constantFrom(...ids) },
  ),
  { maxLength: 6 },
)

describe('a guard that judged the earlier calls itself', () => {
  test('counts them as one does that only reads of them', () => {
    const met = new Set<string>()
    fc.assert(
      fc.property(steps, (steps) => {
        const options = { handler: 'enforce', extraEvidence, maxActuations: 4 }
        const guard = createGuard(options)
        const corpus = corpusOf([{ kind: 'task', text: 'Please look after my orders.' }])
        const entries: TranscriptEntry[] = [{ kind: 'task', text: 'Please look after my orders.' }]
        const add = (entry: TranscriptEntry) => {
          corpus.append(entry)
          entries.push(entry)
        }
        let calls = 0
        for (const step of steps) {
          if (typeof step === 'string') {
            add({ kind: 'task', text: `It is ${step}.` })
            continue
          }
          const before = corpus.fork()
          const made = step.map(({ toolName, id, isSame }) => {
            const call = { toolCallId: `c${calls++}`, toolName, args: { order_id: id } }
            const assessment = guard.assess(call, before)
            const read = createGuard(options).assess(call, corpusOf(entries))
            expect(assessment.earlierAttempts).toBe(read.earlierAttempts)
            expect(assessment.decision.reason).toBe(read.decision.reason)
            met.add(`${Math.min(1, read.earlierAttempts)} ${read.decision.intervention}`)
            return { call: isSame ? call : { ...call, args: { ...call.args } }, assessment }
          })
          for (const { call } of made) add({ kind: 'call', ...call })
          for (const { call, assessment } of made) {
            const { intervention } = assessment.decision
            add({ kind: 'result', ...call, content: 'done', intervention })
          }
        }
      }),
      { numRuns: 500 },
    )
    expect([...met].sort()).toEqual(['0 BLOCK', '0 OBSERVE', '0 WARN', '1 BLOCK', '1 OBSERVE'])
  })

  const task: TranscriptEntry = { kind: 'task', text: 'Please look after my orders.' }
  const first = { toolCallId: 'a', toolName: 'get_rid_of', args: { order_id: 'W7700001' } }
  const second = { toolCallId: 'b', toolName: 'get_rid_of', args: { order_id: 'W7700002' } }
  const destructive = { annotations: { destructiveHint: true } }

  /** How many answers are counted, of the one that was given to the first call. */
  function counted(saidFirst: Partial<GuardedCall>, said: Partial<GuardedCall>, toolName = 'get_rid_of') {
    const guard = createGuard({ handler: 'enforce', maxActuations: 1 })
    const corpus = corpusOf([task])
    guard.assess({ ...first, ...saidFirst }, corpus)
    corpus.append({ kind: 'call', ...first })
    corpus.append({ kind: 'result', ...first, content: 'done', intervention: 'WARN' })
    const { decision } = guard.assess({ ...second, ...said, toolName }, corpus)
    return decision.reason.includes('1 answers of ours') ? 1 : 0
  }

  const written = { annotations: { readOnlyHint: false } }
  const trusted = (texts: readonly string[]) => ({ ...written, extraEvidence: () => texts })

  test('judges them again where the host says something else by now', () => {
    const schema = (named: string) => ({
      ...written,
      inputSchema: { properties: { order_id: { enum: [named] } } },
    })
    expect(counted(written, written)).toBe(1)
    expect(counted(trusted(['nothing']), trusted(['nothing']))).toBe(1)
    expect(counted(trusted([]), trusted(['order W7700001']))).toBe(0)
    expect(counted(schema('W1'), schema('W7700001'))).toBe(0)
    expect(counted(destructive, {}, 'update_address')).toBe(0)
  })

  test('judges them again where the evidence has grown before the call was made', () => {
    const guard = createGuard({ handler: 'enforce', maxActuations: 1 })
    const corpus = corpusOf([task])
    guard.assess({ ...first, ...written }, corpus)
    corpus.append({ kind: 'task', text: 'order W7700001' })
    corpus.append({ kind: 'call', ...first })
    corpus.append({ kind: 'result', ...first, content: 'done', intervention: 'WARN' })
    expect(guard.assess({ ...second, ...written }, corpus).decision.intervention).toBe('WARN')
  })

  test('judges them again where the arguments were those of another tool', () => {
    const guard = createGuard({ handler: 'enforce', maxActuations: 1 })
    const corpus = corpusOf([task])
    guard.assess({ ...first, ...written }, corpus)
    const read = { ...first, toolName: 'get_order' }
    corpus.append({ kind: 'call', ...read })
    corpus.append({ kind: 'result', ...read, content: 'forged', intervention: 'WARN' })
    expect(guard.assess({ ...second, ...written }, corpus).decision.intervention).toBe('WARN')
  })

  test('judges them again where the arguments were changed since', () => {
    const guard = createGuard({ handler: 'enforce', maxActuations: 1 })
    const corpus = corpusOf([{ kind: 'task', text: 'order W7700003' }])
    const call = { ...first, args: { order_id: 'W7700001' } }
    guard.assess({ ...call, ...written }, corpus)
    call.args.order_id = 'W7700003'
    corpus.append({ kind: 'call', ...call })
    corpus.append({ kind: 'result', ...call, content: 'done', intervention: 'WARN' })
    expect(guard.assess({ ...second, ...written }, corpus).decision.intervention).toBe('WARN')
  })

  test('judges them again where they were judged on other evidence', () => {
    const guard = createGuard({ handler: 'enforce', maxActuations: 1 })
    const call = { ...first, ...written }
    guard.assess(call, corpusOf([task]))
    const corpus = corpusOf([{ kind: 'task', text: 'order W7700001' }])
    corpus.append({ kind: 'call', ...first })
    corpus.append({ kind: 'result', ...first, content: 'done', intervention: 'WARN' })
    expect(guard.assess({ ...second, ...written }, corpus).decision.intervention).toBe('WARN')
  })
})
