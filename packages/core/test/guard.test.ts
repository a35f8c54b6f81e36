import { describe, expect, test } from 'vitest'
import { corpusOf, createGuard, type EffectProposal, type Guard } from '../src/index.ts'
import { assessed, MINTED, rungOf, TASK } from './support/assessed.ts'

describe('judging a call', () => {
  test('arguments that are no object become one argument', () => {
    const guard = createGuard()
    for (const args of ['text', 5, null, undefined, ['a'], true]) {
      const { verdict } = guard.assess({ toolCallId: 'c', toolName: 'cancel_order', args }, corpusOf([TASK]))
      expect(verdict.args.map(({ argName }) => argName)).toEqual(['input'])
    }
  })

  test('extra evidence is asked for only when something looks minted', () => {
    let asked = 0
    const extraEvidence = () => {
      asked++
      return [`Orders of today: ${MINTED}`]
    }
    expect(rungOf({ extraEvidence }, 'cancel_order', { order_id: 'W7304918' })).toBe('OBSERVE')
    expect(asked).toBe(0)
    expect(rungOf({ extraEvidence }, 'cancel_order')).toBe('OBSERVE')
    expect(asked).toBe(1)
    expect(rungOf({ extraEvidence: `Orders: ${MINTED}` }, 'cancel_order')).toBe('OBSERVE')
    expect(rungOf({ extraEvidence: 'nothing' }, 'cancel_order')).toBe('BLOCK')
  })

  test('extra evidence counts as it is at each call', () => {
    const texts = ['nothing']
    const guard = createGuard({ extraEvidence: texts })
    const believes = (extra: readonly string[], id = MINTED) => {
      const call = {
        toolCallId: 'c',
        toolName: 'cancel_order',
        args: { order_id: id },
        extraEvidence: () => extra,
      }
      return guard.assess(call, corpusOf([TASK])).verdict.believe
    }
    const ids = Array.from({ length: 20 }, (_, i) => `W88${String(i).padStart(5, '0')}`)
    for (const id of [...ids, ...ids]) {
      expect(believes([`order ${id}`], id)).toBe(true)
      expect(believes([`order ${id}`])).toBe(false)
      expect(believes([], id)).toBe(false)
    }
    texts.push(`order ${MINTED}`)
    expect(believes([])).toBe(true)
  })

  test('a guard begins with the evidence it was given, and so do those made of it', () => {
    const guard = createGuard().withEvidence([{ kind: 'task', text: `order ${MINTED}` }])
    const judge = (given: typeof guard, id: string) =>
      given.assess({ toolCallId: 'c', toolName: 'cancel_order', args: { order_id: id } }, given.corpus())
        .decision.rung.key
    expect(judge(guard, MINTED)).toBe('OBSERVE')
    expect(judge(guard, 'W1111111')).toBe('BLOCK')
    expect(judge(guard.withEvidence([TASK]), 'W7304918')).toBe('OBSERVE')
    expect(judge(guard, 'W7304918')).toBe('BLOCK')
    const corpus = guard.corpus()
    corpus.append({ kind: 'task', text: 'W1111111' })
    expect(judge(guard, 'W1111111')).toBe('BLOCK')
  })

  let deep: unknown = MINTED
  for (let level = 0; level < 10_000; level++) deep = level % 2 === 0 ? { id: deep } : [deep]
  const cyclic: Record<string, unknown> = { order_id: MINTED }
  cyclic.self = cyclic
  cyclic.list = [cyclic]
  const fail = () => {
    throw new Error('hostile')
  }
  const hostile: Readonly<Record<string, unknown>> = {
    cyclic,
    'ten megabytes of text': { order_id: 'W9'.repeat(5 * 2 ** 20), text: 'a b '.repeat(2 ** 20) },
    'ten thousand levels': { deep },
    'a getter that throws': Object.defineProperty({ ok: 1 }, 'order_id', { enumerable: true, get: fail }),
    'a nested getter that throws': {
      a: Object.defineProperty({}, 'order_id', { enumerable: true, get: fail }),
    },
    'a proxy that throws on every question': new Proxy(
      {},
      { get: fail, ownKeys: fail, has: fail, getPrototypeOf: fail, getOwnPropertyDescriptor: fail },
    ),
    'a revoked proxy': (() => {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return { order_id: proxy }
    })(),
    'the keys of prototypes': JSON.parse(
      `{"__proto__":{"order_id":"${MINTED}"},"constructor":1,"toString":"x"}`,
    ),
    'no prototype': Object.assign(Object.create(null), { order_id: MINTED }),
    'a BigInt': { order_id: 99_999_999_999n },
    functions: { order_id: fail, toJSON: fail },
    undefined: { order_id: undefined },
    'a hundred thousand keys': Object.fromEntries(
      Array.from({ length: 100_000 }, (_, i) => [`order_${i}_id`, i]),
    ),
    'a toString that throws': { order_id: { toString: fail, valueOf: fail } },
    'maps and dates': {
      order_id: new Map([['a', MINTED]]),
      at: new Date(Number.NaN),
      bytes: new Uint8Array(9),
    },
    'half a character': { order_id: `W99\uD800${'\u200B'.repeat(50)}99` },
  }

  test.each(Object.entries(hostile))('never throws on %s', (_, args) => {
    for (const toolName of ['get_order', 'update_address', 'cancel_order']) {
      const guard = createGuard({ handler: 'enforce' })
      const assessment = guard.assess({ toolCallId: 'c', toolName, args }, corpusOf([TASK]))
      const proposal = guard.propose(assessment) as EffectProposal
      const record = guard.record(assessment, proposal, { intervention: 'OBSERVE', dispatched: true })
      expect(record.sequence).toBe(1)
      if (assessment.faults.length > 0) expect(proposal.dispatchCall).toBe(true)
      expect(proposal.note.length).toBeLessThan(100_000)
    }
  })

  test.each([
    [
      'a call whose arguments cannot be read',
      Object.defineProperty({ toolCallId: 'c', toolName: 'x' }, 'args', { get: fail }),
    ],
    ['a call without a name', { toolCallId: 'c', args: {} }],
    ['no call', null],
  ])('never throws on %s', (_, call) => {
    const assessment = createGuard({ handler: 'enforce' }).assess(call as never, corpusOf([TASK]))
    expect(assessment.decision.intervention).toBe('OBSERVE')
    expect(assessment.faults).toHaveLength(1)
  })

  test('a call of the past that cannot be looked at spoils no later one', () => {
    const args = hostile['a proxy that throws on every question']
    const past = { toolCallId: 'past', toolName: 'cancel_order' }
    const corpus = corpusOf([
      TASK,
      { kind: 'call', ...past, args },
      { kind: 'result', ...past, content: 'no', intervention: 'BLOCK' },
    ])
    const assessment = assessed({}, 'cancel_order', { order_id: MINTED }, corpus)
    expect(assessment.faults).toEqual([])
    expect(assessment.verdict.unsupported).toEqual(['order_id'])
  })

  test('a corpus that fails is a fault, and the call is observed', () => {
    const broken = new Proxy(corpusOf([TASK]), { get: fail })
    const assessment = assessed({}, 'cancel_order', { order_id: MINTED }, broken)
    expect(assessment.decision.intervention).toBe('OBSERVE')
    expect(assessment.faults.join()).toContain('hostile')
  })
})

describe('evidence from outside', () => {
  const call = { toolCallId: 'c', toolName: 'cancel_order', args: { order_id: 'W7700123' } }
  const stance = (guard: Guard, prompt: string) => {
    const corpus = guard.corpus()
    corpus.append({ kind: 'task', text: prompt, role: 'user' })
    return guard.assess(call, corpus).verdict.args[0]?.stance
  }

  test('a guard begins with the entries it was given', () => {
    const guard = createGuard().withEvidence([{ kind: 'task', text: 'My order is W7700123.' }])
    expect(stance(guard, 'Do it.')).toBe('SUPPORTED')
  })

  test('the prompt of a nested run is written by a model', () => {
    const outer = createGuard()
    const entries = [{ kind: 'task', text: 'Cancel my last order.' }] as const
    expect(stance(outer.withEvidence(entries), 'Cancel W7700123.')).toBe('SUPPORTED')
    const nested = outer.withEvidence(entries, { nested: true })
    expect(stance(nested, 'Cancel W7700123.')).toBe('UNSUPPORTED')
    expect(stance(nested.withEvidence([]), 'Cancel W7700123.')).toBe('UNSUPPORTED')
    expect(stance(outer, 'Cancel W7700123.')).toBe('SUPPORTED')
  })

  test('what the outer run read counts in the nested one', () => {
    const outer = [{ kind: 'task', text: 'Cancel W7700123.' }] as const
    expect(stance(createGuard().withEvidence(outer, { nested: true }), 'Cancel W7700123.')).toBe('SUPPORTED')
  })
})
