import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { argOn, result, stanceWith, user } from '../evidence/transcripts.ts'

const evidence = 'nothing of the kind'

describe('R8: words that name their slot instead of filling it', () => {
  test.each([
    ['item_ids', ['checked_bag_item_id']],
    ['user_id', 'userId'],
    ['user_id', '<USER_ID>'],
    ['folder_id', 'archive_folder_id'],
    ['invoice_number', 'latest-invoice-number'],
    ['payment_method_id', 'original_payment_method'],
    ['payment_method_id', 'payment_method'],
    ['paymentMethodId', 'originalPaymentMethod'],
    ['author_reference', 'Practitioner/example'],
    ['record_id', 'placeholder'],
    ['record_id', 'TBD'],
  ])('%s: %s', (name, value) => {
    expect(stanceWith(evidence, name, value)).toBe('UNSUPPORTED')
  })

  test.each([
    ['a slot of one word', 'channel_id', 'team-channel'],
    ['a slot of one word alone', 'calendar_id', 'primary_calendar'],
    ['a slug of the words', 'cost_center_id', 'marketing-cost-center'],
    ['other words', 'payment_method_id', 'paypal'],
    ['half of the words', 'payment_method_id', 'default_method'],
    ['a word of a person', 'user_id', 'sara_doe'],
    ['the name of a column', 'primary_key', 'user_id'],
    ['columns that refer to each other', 'reference', 'order.user_id'],
    ['a field whose id is a name', 'field_id', 'customer_id'],
    ['the id of whatever it is', 'id', 'user_id'],
    ['a slug of words', 'slug', 'find-your-id'],
    ['a slug of one word', 'slug', 'example'],
    ['a name that is no id name', 'target', 'user_id'],
    ['a word within words', 'bucket_id', 'example-logs'],
  ])('but not %s', (_, name, value) => {
    expect(stanceWith(evidence, name, value)).toBe('ABSTAIN')
  })

  test('what stands in the evidence is traced to it, and words are no evidence of what is made of them', () => {
    const arg = (text: string) =>
      argOn(corpusOf([user('Please help.'), result(text)]), 'payment_method_id', 'original_payment_method')
    expect(arg('use original_payment_method then')).toMatchObject({ stance: 'SUPPORTED', how: 'verbatim' })
    expect(arg('the original payment_method')).toMatchObject({ stance: 'UNSUPPORTED' })
  })
})

describe('R9: a code that counts its letters up as its digits is of no family', () => {
  test.each(['ABC123', 'abc-123', 'XYZ789', 'xxx-123'])('%s', (value) => {
    expect(stanceWith(evidence, 'printer', value)).toBe('UNSUPPORTED')
    expect(stanceWith(`printer ${value}`, 'printer', value)).toBe('SUPPORTED')
  })

  test.each(['python3', 'www1', 'SEV2', 'abe123'])('but %s', (value) => {
    expect(stanceWith(evidence, 'printer', value)).toBe('ABSTAIN')
  })
})

describe('R6: a stand-in for a code is judged as a coded record is', () => {
  test.each(['abc123', 'xxx-123', 'id_12345', 'test_id_1', 'TEST1'])('%s', (value) => {
    expect(stanceWith(evidence, 'code', value)).toBe('UNSUPPORTED')
  })

  test.each(['E404', 'WELCOME10', 'test', 'x1', 'id_12345 = 1'])('but not %s', (value) => {
    expect(stanceWith(evidence, 'code', value)).toBe('ABSTAIN')
  })

  test('nor where the host says what a code is, or the whole world shares it', () => {
    expect(stanceWith(evidence, 'country_code', 'abc123')).toBe('ABSTAIN')
  })
})

describe('R8: codes in capitals', () => {
  test.each(['INBOX', 'UNREAD', 'STARRED'])('%s is a folder that every mailbox has', (value) => {
    expect(stanceWith(evidence, 'label_id', value)).toBe('ABSTAIN')
  })

  test('any other code is judged', () => {
    expect(stanceWith(evidence, 'label_id', 'INVOICES')).toBe('UNSUPPORTED')
  })
})
