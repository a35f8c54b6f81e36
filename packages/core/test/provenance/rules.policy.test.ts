import { describe, expect, expectTypeOf, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { createGuard, type ProvenancePolicy } from '../../src/index.ts'
import { classifyCall } from '../../src/provenance/classify-call.ts'
import { user } from '../evidence/transcripts.ts'
import { thrownBy } from '../support/thrown-by.ts'

const stance = (policy: ProvenancePolicy, name: string, value: unknown, said = 'nothing of the kind') =>
  classifyCall({ toolName: 't', args: [{ name, value }] }, corpusOf([user(said)]), policy).args[0]?.stance

describe('R6: the words of the host', () => {
  test.each<[string, ProvenancePolicy, string, unknown, string]>([
    ['an id word', { idWords: ['parcel'] }, 'parcel', '77', 'UNSUPPORTED'],
    ['a numbered thing', { numberedThings: ['parcel'] }, 'parcel_no', '77', 'UNSUPPORTED'],
    ['a quantity word', { quantityWords: ['parcel'] }, 'parcel', '7720145', 'ABSTAIN'],
    ['a content word', { contentWords: ['parcel'] }, 'parcel', 'PX7720145', 'ABSTAIN'],
    ['a naming word', { namingWords: ['parcel'] }, 'parcel', 'PX7720145', 'ABSTAIN'],
    ['a kind word', { kindWords: ['parcel'] }, 'parcel', 'PX7720145', 'ABSTAIN'],
    ['a unit', { units: ['stone'] }, 'target', '12stone', 'ABSTAIN'],
    ['a well-known literal', { wellKnownLiterals: ['Aes-256-GCM'] }, 'target', 'aes-256-gcm', 'ABSTAIN'],
    ['no word', {}, 'parcel', 'PX7720145', 'UNSUPPORTED'],
  ])('%s', (_, policy, name, value, answer) => {
    expect(stance(policy, name, value)).toBe(answer)
  })

  test('a mailbox that every domain has', () => {
    const said = 'we are acme-corp.io'
    expect(stance({}, 'email', 'concierge@acme-corp.io', said)).toBe('UNSUPPORTED')
    expect(stance({ roleMailboxes: ['Concierge'] }, 'email', 'concierge@acme-corp.io', said)).toBe(
      'SUPPORTED',
    )
  })

  test.each(['orderRef', 'order_ref', 'Order Ref', 'ORDER-REF', 'orderRefs', 'order_ref_2'])(
    'case and separators do not matter, and a plural is meant as well: %s',
    (name) => {
      for (const entry of ['orderRef', 'order_ref', 'ORDER REF'])
        expect(stance({ quantityWords: [entry] }, name, '7720145')).toBe('ABSTAIN')
    },
  )

  test.each([
    ['box', 'boxes'],
    ['entry', 'entries'],
    ['key', 'keys'],
  ])('the plural of %s is %s', (word, plural) => {
    expect(stance({ contentWords: [word] }, plural, 'PX7720145')).toBe('ABSTAIN')
  })

  test.each<[string, ProvenancePolicy, string, unknown, string]>([
    ['an id word', { quantityWords: ['ref'] }, 'order_ref', '7720145', 'ABSTAIN'],
    ['a quantity word', { idWords: ['amount'] }, 'amount', '77', 'UNSUPPORTED'],
    ['a content word', { idWords: ['note'] }, 'note', 'N77', 'UNSUPPORTED'],
    ['a naming word', { idWords: ['title'] }, 'title', 'N77', 'UNSUPPORTED'],
    ['a kind word', { idWords: ['model'] }, 'model', 'N77', 'UNSUPPORTED'],
    [
      'a key that makes requests safe to repeat',
      { idWords: ['idempotency_key'] },
      'idempotency_key',
      'a77',
      'UNSUPPORTED',
    ],
    ['a coded record', { contentWords: ['code'] }, 'code', '77201', 'ABSTAIN'],
  ])('a word of the host wins over %s of ours', (_, policy, name, value, answer) => {
    expect(stance(policy, name, value)).toBe(answer)
  })

  test('several words win over one', () => {
    const policy = { idWords: ['label'], namingWords: ['shipping label'] }
    expect(stance(policy, 'label', 'N77')).toBe('UNSUPPORTED')
    expect(stance(policy, 'shipping_label', 'N77')).toBe('ABSTAIN')
    expect(stance(policy, 'old_shipping_label', 'N77')).toBe('ABSTAIN')
  })

  test('one policy object is read once', () => {
    let reads = 0
    const policy = {
      get idWords() {
        reads++
        return ['parcel']
      },
    }
    for (let i = 0; i < 5; i++) stance(policy, 'parcel', '77')
    expect(reads).toBe(1)
  })

  test('types', () => {
    expectTypeOf<ProvenancePolicy['units']>().toEqualTypeOf<readonly string[] | undefined>()
    // @ts-expect-error no such list
    expectTypeOf<{ verbs: string[] }>().toExtend<ProvenancePolicy>()
  })
})

describe('R6: names of kinds hold no ids', () => {
  test.each([
    ['model', 'gpt-4o'],
    ['model', 'claude-3-5-sonnet-20241022'],
    ['instance_type', 't3.micro'],
    ['machineType', 'm5.2xlarge'],
    ['engine_version', '15.4-r2'],
    ['runtime', 'nodejs20.x'],
    ['content_type', 'application/x-7z-compressed'],
    ['locale', 'en_US.UTF-8'],
    ['color', 'ff00aa77'],
    ['country_code', '00491'],
  ])('%s = %s', (name, value) => {
    expect(stance({}, name, value)).toBe('ABSTAIN')
  })

  test.each(['model_id', 'type_key', 'class_ref', 'zip', 'zip_code', 'postcode', 'loinc_code', 'plan'])(
    '%s is judged',
    (name) => {
      expect(stance({}, name, '77201')).toBe('UNSUPPORTED')
    },
  )
})

describe('R6: the words of the host are checked loudly', () => {
  test.each([
    [{ idWords: [''] }, 'options.provenance.idWords.0'],
    [{ idWords: ['_'] }, 'to be a word or several, as they stand in names'],
    [{ quantityWords: ['12'] }, 'options.provenance.quantityWords.0'],
    [{ kindWords: 'model' }, 'options.provenance.kindWords'],
    [{ units: ['10kg'] }, 'to be a unit, without a number'],
    [{ roleMailboxes: ['a@b'] }, 'to be what stands before the @ of an address'],
    [{ wellKnownLiterals: ['two words'] }, 'to be a value without white space'],
    [{ verbs: ['get'] }, 'to have no fields but idWords, numberedThings,'],
    [
      { idWords: ['ref'], namingWords: ['Ref'] },
      'Expected `options.provenance.namingWords` to have no words of `idWords`',
    ],
  ])('%j: %s', (provenance, sentence) => {
    const error = thrownBy(() => createGuard({ provenance } as never))
    expect(error.code).toBe('INVALID_OPTION')
    expect(error.message).toContain(sentence)
    expect(error.message).toMatch(/^Expected `[^`]+` .+, got .+\.$/s)
  })

  test('all lists together make a guard', () => {
    const provenance: Required<ProvenancePolicy> = {
      idWords: ['parcel'],
      numberedThings: ['pallet'],
      quantityWords: ['stack'],
      contentWords: ['memo'],
      namingWords: ['handle'],
      kindWords: ['make'],
      units: ['stone'],
      roleMailboxes: ['concierge'],
      wellKnownLiterals: ['aes-256-gcm'],
    }
    expect(() => createGuard({ provenance })).not.toThrow()
  })
})
