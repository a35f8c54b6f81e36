import { describe, expect, test } from 'vitest'
import {
  corpusOf,
  createGuard,
  type EffectProposal,
  effectProposal,
  type GuardOptions,
  type TranscriptEntry,
} from '../src/index.ts'

const TASK: TranscriptEntry = { kind: 'task', text: 'Please look after my order W7304918.' }
const MINTED = 'W9999999'

describe('proposing', () => {
  const call = { toolCallId: 'c', toolName: 'cancel_order', args: { order_id: MINTED } }
  const proposed = (options: GuardOptions) => {
    const guard = createGuard(options)
    return guard.propose(guard.assess(call, corpusOf([TASK])))
  }
  const withNote = (note: string): GuardOptions => ({
    handler: {
      name: 'own',
      handle: ({ intervention }) => effectProposal({ intervention, dispatchCall: false, note }),
    },
  })

  test('asks `observe` by default: the call runs, and nobody hears of it', () => {
    expect(proposed({})).toMatchObject({ intervention: 'OBSERVE', dispatchCall: true, handler: 'observe' })
  })

  test('is synchronous when the handler is, and a promise when it is not', async () => {
    expect(proposed({ handler: 'enforce' })).not.toBeInstanceOf(Promise)
    const handle = async () => effectProposal({ intervention: 'WARN', dispatchCall: true })
    const later = proposed({ handler: { name: 'own', handle } })
    expect(later).toBeInstanceOf(Promise)
    expect(await later).toMatchObject({
      intervention: 'WARN',
      note: expect.stringMatching(/^\[handrail\] WARN: /),
    })
  })

  test.each([
    ['', /^\[handrail\] BLOCK: .*order_id/],
    ['  ', /^\[handrail\] BLOCK: .*order_id/],
    ['Ask Ann.\nThen retry.', /^\[handrail\] BLOCK: Ask Ann\. Then retry\.$/],
    ['[handrail] BLOCK: Ask Ann.', /^\[handrail\] BLOCK: Ask Ann\.$/],
    ['[handrail] Ask Ann.', /^\[handrail\] BLOCK: Ask Ann\.$/],
  ])('makes one marked line of the note %j', (note, line) => {
    expect((proposed(withNote(note)) as EffectProposal).note).toMatch(line)
  })

  test('passes the signal of the host to the handler', () => {
    const { signal } = new AbortController()
    let seen: AbortSignal | undefined
    const guard = createGuard({
      handler: {
        name: 'own',
        handle(_, context) {
          seen = context.abortSignal
          return effectProposal({ intervention: 'OBSERVE', dispatchCall: true })
        },
      },
    })
    void guard.propose(guard.assess(call, corpusOf([TASK])), { abortSignal: signal })
    expect(seen).toBe(signal)
  })
})
