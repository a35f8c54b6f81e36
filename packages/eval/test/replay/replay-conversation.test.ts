import { corpusOf, createGuard, type ProvenanceVerdict, type TranscriptEntry } from '@handrail/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presetPolicies, replayConversation } from '../../src/index.ts'
import { anyEntries, call, conversationOf, result, system, user } from './support/conversations.ts'

const minted = conversationOf([
  system('You are the desk of a shop.'),
  user('Cancel my order, please.'),
  call('c1', 'list_orders', {}),
  result('c1', 'list_orders', [{ order_id: '#W1000001' }]),
  call('c2', 'cancel_order', { order_id: '#W9999999' }),
  call('c3', 'update_order', { order_id: '#W8888888', status: 'open' }),
  result('c2', 'cancel_order', 'There is #W1000007 too.'),
  result('c3', 'update_order', 'done'),
  call('c4', 'update_order', { order_id: '#W1000007' }),
])

describe('replayConversation', () => {
  it('judges every call on what stood before its own step', () => {
    const findings = replayConversation(minted, { default: {} })
    expect(
      findings.map(({ toolCallId, call, entry, message, verdict }) => [
        toolCallId,
        call,
        entry,
        message,
        verdict.believe,
      ]),
    ).toEqual([
      ['c1', 0, 2, 2, true],
      ['c2', 1, 4, 4, false],
      ['c3', 2, 5, 5, false],
      ['c4', 3, 8, 8, true],
    ])
  })

  it('says what each policy would have done', () => {
    const [, cancel, update] = replayConversation(minted, presetPolicies())
    const rungs = (finding: typeof cancel) =>
      Object.entries(finding?.policies ?? {}).map(([name, { intervention, dispatched }]) => [
        name,
        intervention,
        dispatched,
      ])
    expect(rungs(cancel)).toEqual([
      ['observe', 'OBSERVE', true],
      ['warn', 'WARN', true],
      ['default', 'BLOCK', false],
      ['ask', 'DEFER', false],
      ['block', 'BLOCK', false],
    ])
    expect(rungs(update)).toEqual([
      ['observe', 'OBSERVE', true],
      ['warn', 'WARN', true],
      ['default', 'WARN', true],
      ['ask', 'WARN', true],
      ['block', 'BLOCK', false],
    ])
  })

  it('works out origins when they are read', () => {
    const findings = replayConversation(minted, { default: {} })
    expect(findings[3]?.origins).toMatchObject([
      {
        argName: 'order_id',
        stance: 'SUPPORTED',
        places: [{ source: 'TOOL_RESULT', toolName: 'cancel_order', entry: 6 }],
      },
    ])
    expect(findings[1]?.origins).toMatchObject([{ stance: 'UNSUPPORTED', value: '#W9999999', places: [] }])
  })

  it('takes what the user says of a tool over what the recording says, trait by trait', () => {
    const recorded = conversationOf(minted.entries, {
      tools: { cancel_order: { effect: 'read', args: { order_id: 'freeText' } } },
    })
    const effectOf = (policy: object) => replayConversation(recorded, { policy })[1]
    expect(effectOf({})?.effect).toEqual({ effect: 'read', from: 'traits' })
    const judged = effectOf({ tools: { cancel_order: { effect: 'destructive' } } })
    expect(judged?.effect).toEqual({ effect: 'destructive', from: 'traits' })
    expect(judged?.verdict.believe, 'the role of the recording still holds').toBe(true)
  })

  it('lets a recording make a finished guard only stricter', () => {
    const effectIn = (effect: 'read' | 'destructive') => {
      const recorded = conversationOf(minted.entries, { tools: { update_order: { effect } } })
      return replayConversation(recorded, { mine: createGuard() })[2]?.effect.effect
    }
    expect(effectIn('read')).toBe('write')
    expect(effectIn('destructive')).toBe('destructive')
  })

  it('gives the verdict of the first policy where policies know different things', () => {
    const policies = { unaware: {}, told: { extraEvidence: 'Orders #W9999999 and #W8888888 are ours.' } }
    const [, cancel] = replayConversation(minted, policies)
    expect(cancel?.verdict.believe).toBe(false)
    expect(cancel?.policies.told?.intervention).toBe('OBSERVE')
    expect(cancel?.policies.unaware?.intervention).toBe('BLOCK')
  })

  it('counts our own answers in the recording as attempts', () => {
    const blocked: TranscriptEntry[] = [
      user('Cancel my order, please.'),
      ...[1, 2].flatMap((n): TranscriptEntry[] => [
        call(`c${n}`, 'update_order', { order_id: '#W9999999' }),
        {
          ...(result(`c${n}`, 'update_order', '[handrail] no') as object),
          intervention: 'BLOCK',
        } as TranscriptEntry,
      ]),
    ]
    const block = { ceilings: { write: 'BLOCK' } }
    const rungs = replayConversation(conversationOf(blocked), { block }).map(
      ({ policies }) => policies.block?.intervention,
    )
    expect(rungs).toEqual(['BLOCK', 'WARN'])
  })

  it('refuses policies that are wrong, or none', () => {
    expect(() => replayConversation(minted, {})).toThrow(
      'Expected `policies` to hold a policy at least, got none.',
    )
    expect(() => replayConversation(minted, { mine: { maxActuations: -1 } })).toThrow('options.maxActuations')
  })

  it('finds what a guard finds that is asked for one call alone, in any conversation', async () => {
    const plain = (verdict: ProvenanceVerdict) => JSON.parse(JSON.stringify(verdict))
    await fc.assert(
      fc.property(fc.array(anyEntries, { minLength: 1, maxLength: 3 }), (several) => {
        const policies = presetPolicies()
        for (const entries of several) {
          const conversation = conversationOf(entries)
          for (const finding of replayConversation(conversation, policies)) {
            let step = finding.entry
            while (entries[step - 1]?.kind === 'call') step--
            const before = corpusOf(entries.slice(0, step))
            for (const [name, options] of Object.entries(policies)) {
              const { toolName, args } = entries[finding.entry] as Extract<TranscriptEntry, { kind: 'call' }>
              const alone = createGuard(options).assess(
                { toolCallId: finding.toolCallId, toolName, args },
                before,
              )
              expect(finding.policies[name]?.reason).toBe(alone.decision.reason)
              if (name === 'observe') expect(plain(finding.verdict)).toEqual(plain(alone.verdict))
            }
          }
        }
      }),
    )
  })
})
