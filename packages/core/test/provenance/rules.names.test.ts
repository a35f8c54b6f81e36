import { describe, expect, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import { classifyCall } from '../../src/provenance/classify-call.ts'
import { stanceWith, user } from '../evidence/transcripts.ts'

const evidence = 'nothing of the kind'

describe('R6: the last word of a name decides', () => {
  // Two digits are judged under the name of an id only.
  test.each([
    'id',
    'ids',
    'user_id',
    'userId',
    'userID',
    'UserId',
    'group-ids',
    'groupIds',
    'sys_uid',
    'uuid',
    'guid',
    'order_ref',
    'orderRefs',
    'reference',
    'apiKey',
    'issue_keys',
    'iban',
    'sku',
    'slug',
    'pk',
    'fk',
    'account_number',
    'accountNumber',
    'order_no',
    'invoiceNum',
    'ticket_code',
    'case_number',
    'flight_number',
    'trackingNo',
    'cardNumber',
    'policy_number',
    'issue_number',
    'pull_number',
    'frequent_flyer_number',
    'setup_code',
    'pnr',
    'commit_sha',
    'id2',
    'user_id_2',
    'HTTPRequestId',
  ])('%s holds an id', (name) => {
    expect(stanceWith(evidence, name, '77')).toBe('UNSUPPORTED')
    expect(stanceWith(evidence, name, 'QWXYZ')).toBe('UNSUPPORTED')
  })

  test.each(['userIDs', 'orderIDs', 'groupUUIDs'])('%s holds ids, in capitals', (name) => {
    expect(stanceWith(evidence, name, '77')).toBe('UNSUPPORTED')
  })

  test.each([
    'amount',
    'total_price',
    'itemCount',
    'qty',
    'quantity',
    'id_count',
    'orderIdTotal',
    'max',
    'limit',
  ])('%s holds a quantity', (name) => {
    expect(stanceWith(evidence, name, 77201)).toBe('ABSTAIN')
  })

  test.each(['account', 'discount_account', 'bank_account'])(
    '%s does not end with the word count',
    (name) => {
      expect(stanceWith(evidence, name, '77201')).toBe('UNSUPPORTED')
    },
  )

  test.each([
    'data',
    'content',
    'text',
    'rows',
    'note',
    'query',
    'sql',
    'range',
    'name',
    'userName',
    'title',
    'label',
    'path',
    'file_path',
    'filename',
    'destination',
    'output',
    'id_text',
    'emailContent',
  ])('%s holds what is not judged', (name) => {
    expect(stanceWith(evidence, name, 'INC7720145')).toBe('ABSTAIN')
    expect(stanceWith(evidence, name, 7720145)).toBe('ABSTAIN')
  })

  test('a code is judged when it is a run of five or more digits, as in coded records', () => {
    expect(stanceWith(evidence, 'code', '77201')).toBe('UNSUPPORTED')
    expect(stanceWith(evidence, 'code', 7720145)).toBe('UNSUPPORTED')
    expect(stanceWith(evidence, 'codes', ['77201'])).toBe('UNSUPPORTED')
    expect(stanceWith('LOINC 77201', 'code', '77201')).toBe('SUPPORTED')
    expect(stanceWith(evidence, 'code', '7720')).toBe('ABSTAIN')
    expect(stanceWith(evidence, 'code', 'return x77201')).toBe('ABSTAIN')
    expect(stanceWith(evidence, 'code', 'x77201')).toBe('ABSTAIN')
  })

  test.each([
    ['the inner key is an id', { settings: { group_id: '77' } }, 'UNSUPPORTED'],
    ['the inner key is a quantity', { settings: { count: 77201 } }, 'ABSTAIN'],
    ['an array keeps the key', { order_ids: [['77']] }, 'UNSUPPORTED'],
    ['an inner text', { order_ids: { note: 'INC7720145' } }, 'ABSTAIN'],
  ])('nested leaves use the nearest key: %s', (_, value, stance) => {
    expect(stanceWith(evidence, 'order_id', value)).toBe(stance)
    expect(stanceWith(evidence, 'content', value)).toBe(stance)
  })

  test('the words of the host are added to the lists', () => {
    const corpus = corpusOf([user(evidence)])
    const stance = (name: string, value: unknown, policy: Parameters<typeof classifyCall>[2]) =>
      classifyCall({ toolName: 't', args: [{ name, value }] }, corpus, policy).args[0]?.stance
    expect(stance('parcel', '77', { idWords: ['parcel'] })).toBe('UNSUPPORTED')
    expect(stance('parcel', '7720145', { quantityWords: ['parcel'] })).toBe('ABSTAIN')
    expect(stance('parcel', 'PX7720145', { contentWords: ['parcel'] })).toBe('ABSTAIN')
    expect(stance('parcel', 'PX7720145', { namingWords: ['parcel'] })).toBe('ABSTAIN')
    expect(stance('parcel', 'PX7720145', undefined)).toBe('UNSUPPORTED')
  })
})
