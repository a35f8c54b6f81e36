import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { assessConfidence } from '../../src/intervention/confidence.ts'
import { classifyCall } from '../../src/provenance/classify-call.ts'
import { result, user } from '../evidence/transcripts.ts'

const verdictWith = (content: unknown, value: unknown, name = 'record_id') =>
  classifyCall({ toolName: 't', args: [{ name, value }] }, corpusOf([user('Please help.'), result(content)]))

describe('R16: the grade is read off the component lists', () => {
  test.each([
    ['an id of one number', 'nothing of the kind', 'INC7720145'],
    ['a number', 'nothing of the kind', 7720145],
    ['letters that are known do not count', 'see ORD-10001', 'ORD-77201'],
    ['a prefix that is known does not count', 'see gift_card_1000145', 'gift_card_7720145'],
    ['a UUID', '0b9f7c1e-52d4-4a6b-9d1c-3f7a2e5c8b04', '0b9f7c1e-52d4-4a6b-9d1c-3f7a2e5c8b05'],
  ])('nothing traces, HIGH: %s', (_, evidence, value) => {
    const verdict = verdictWith(evidence, value)
    expect(verdict.args[0]).toMatchObject({
      stance: 'UNSUPPORTED',
      componentsChecked: [String(value)],
      componentsUnmatched: [String(value)],
    })
    expect(assessConfidence(verdict)).toBe('HIGH')
  })

  test.each([
    ['the digits under another prefix', 'see credit_card_7720145', 'gift_card_7720145', '7720145'],
    ['the digits of a quantity', { price: 136 }, 'QZX136', '136'],
  ])('%s, LOW', (_, evidence, value, digits) => {
    const verdict = verdictWith(evidence, value)
    expect(verdict.args[0]).toMatchObject({
      stance: 'UNSUPPORTED',
      componentsChecked: [value, digits],
      componentsUnmatched: [value],
    })
    expect(assessConfidence(verdict)).toBe('LOW')
  })

  test('all capital letters, LOW', () => {
    const verdict = verdictWith('nothing of the kind', 'QWXYZ')
    expect(verdict.args[0]).toMatchObject({
      componentsChecked: ['QWXYZ', 'QWXYZ'],
      componentsUnmatched: ['QWXYZ'],
    })
    expect(assessConfidence(verdict)).toBe('LOW')
  })

  test('words that only name their slot, LOW', () => {
    const verdict = verdictWith('nothing of the kind', 'original_payment_method', 'payment_method_id')
    expect(verdict.unsupported).toEqual(['payment_method_id'])
    expect(assessConfidence(verdict)).toBe('LOW')
  })

  test.each([
    ['a composite of which a part traces', 'see KX-7720', 'KX-7720/QQ-9914'],
    ['an assembled address', 'Jane Doe of acme-corp.io', 'mary.roe@acme-corp.io'],
  ])('%s, LOW', (_, evidence, value) => {
    const verdict = verdictWith(evidence, value)
    expect(verdict.believe).toBe(false)
    expect(assessConfidence(verdict)).toBe('LOW')
  })

  test('nothing minted, NONE', () => {
    expect(assessConfidence(verdictWith('see KX-7720', 'KX-7720'))).toBe('NONE')
  })

  test('one minted leaf makes the argument minted', () => {
    const verdict = verdictWith('see KX-7720', ['KX-7720', 'QQ-9914'])
    expect(verdict).toMatchObject({ believe: false, unsupported: ['record_id'] })
    expect(verdict.args[0]?.componentsUnmatched).toEqual(['QQ-9914'])
  })
})

describe('guards of the whole call', () => {
  const args = [
    { name: 'order_id', value: 'W7720145' },
    { name: 'user_id', value: 'zed_77' },
  ]
  const allAbstain = { believe: true, unsupported: [], args: [{ stance: 'ABSTAIN' }, { stance: 'ABSTAIN' }] }

  test('a call that changes nothing is not judged', () => {
    const corpus = corpusOf([user('Please help.')])
    expect(classifyCall({ toolName: 'get', args, isMutating: false }, corpus)).toMatchObject(allAbstain)
  })

  test.each([
    ['no entry', []],
    ['an empty task', [user('')]],
    ['an empty answer', [result('')]],
    ['white space', [user(' \n')]],
    ['a call', [{ kind: 'call', toolCallId: 'c', toolName: 't', args: { id: 'W7720145' } } as const]],
    ['an answer of ours', [result({ handrail_blocked: true, error: 'W7720145' })]],
    ['an answer of a model', [result('W7720145', { author: 'model' })]],
  ])('R17: without evidence nothing is judged: %s', (_, entries) => {
    expect(classifyCall({ toolName: 't', args }, corpusOf(entries))).toMatchObject(allAbstain)
    expect(corpusOf(entries).isEmpty).toBe(true)
  })

  test('lost history: nothing is judged', () => {
    const corpus = corpusOf([user('Please help.'), { kind: 'opaque', reason: 'lost' }])
    expect(classifyCall({ toolName: 't', args }, corpus)).toMatchObject(allAbstain)
  })

  test('an unreadable part: at most LOW', () => {
    const corpus = corpusOf([user('Please help.'), { kind: 'opaque', reason: 'unreadable' }])
    const verdict = classifyCall({ toolName: 't', args }, corpus)
    expect(verdict.unsupported).toEqual(['order_id', 'user_id'])
    expect(assessConfidence(verdict)).toBe('LOW')
  })

  test('a verdict cannot be changed', () => {
    const verdict = classifyCall({ toolName: 't', args }, corpusOf([user('W7720145')]))
    expect(
      Object.isFrozen(verdict) && Object.isFrozen(verdict.args) && verdict.args.every(Object.isFrozen),
    ).toBe(true)
  })
})
