import { describe, expect, test } from 'vitest'
import { stanceWith } from '../evidence/transcripts.ts'

describe('R13: put together from parts', () => {
  test.each([
    ['prefix and an id-keyed number', { sys_number: 77201 }, 'INC0077201'],
    ['prefix and a short id-keyed number', { group_id: 81 }, 'group_81'],
    ['prefix and a bare number of four digits', { opened: 'ticket with 77201' }, 'TCK-77201'],
    ['another padding of the same prefix', 'see INC0077201', 'INC77201'],
    ['more padding of the same prefix', 'see INC77201', 'INC000077201'],
    ['two standalone compounds', 'orders KX-7720 and QQ-9914', 'KX-7720/QQ-9914'],
    ['a standalone compound and letters', 'order KX7720', 'order-KX7720'],
    ['the prefix of a number of two parts', 'dossier 2031-0417', 'DOS-2031-0417'],
    ['letters at the end', 'order KX7720', 'KX7720:main'],
  ])('%s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'record_ref', value)).toBe('SUPPORTED')
  })

  test.each([
    ['a quantity', { price: 136 }, 'QZX136'],
    ['a quantity of five digits whose prefix is known', { flight: 'QZX001', price: 77201 }, 'QZX77201'],
    ['another prefix', 'pay with credit_card_7720145', 'gift_card_7720145'],
    ['a bare number when the prefix came with a number', 'ticket TCK-10001, call 77201', 'TCK-77201'],
    ['a bare number of three digits', 'there are 772 open', 'TCK-772'],
    ['a year', { date: '2031-05-15' }, 'gift_card_2031117'],
    ['a part of a larger compound', 'see KX-7720-QQ-9914', 'KX-7720/ZZ-9914'],
    ['a compound that stands only within another', 'see aa-x7q9-bb', 'cc-x7q9'],
    ['one part of two', 'see KX-7720', 'KX-7720/QQ-9914'],
    ['a number that has another prefix', 'INC0077201, or 77201 for short', 'PRB0077201'],
    ['a number of two parts that has another prefix', 'DOS-2031-0417, or 2031-0417', 'APT-2031-0417'],
    ['a year in other padding', 'see INC2031', 'INC0002031'],
    ['three significant digits behind zeros in other padding', 'see INC0000000948', 'INC00948'],
    ['three significant digits in other padding', 'see INC000772', 'INC772'],
    ['a mixed atom in pieces', 'see x7 and q9', 'x7q9'],
    ['letters only', 'order kx', 'kx-7720'],
  ])('not from %s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'record_ref', value)).toBe('UNSUPPORTED')
  })
})

describe('R13: a number that the evidence says is no id', () => {
  test.each([
    ['a postal code', 'I am Jane Doe and my zip code is 77201.', 'jane_doe_77201'],
    ['a postal code under its key', { zip: '77201' }, 'jane_doe_77201'],
    ['the last digits of a card', 'The last four digits of my credit card are 7720.', 'credit_card_7720'],
    ['the last digits under their key', { last_four: '7720' }, 'credit_card_7720'],
    ['how a card ends', 'refund my card ending in 77201', 'credit_card_77201'],
  ])('%s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'record_id', value)).toBe('UNSUPPORTED')
  })

  test.each([
    ['another number behind it', 'my zip code is 10001 and my incident is 77201', 'INC77201'],
    ['another sentence', 'Here is my zip code. The incident is 77201', 'INC77201'],
    ['an id-like key', { zip_id: 77201 }, 'INC77201'],
    ['the member before it', { name: 'Jane', zip: null, incident: '77201' }, 'INC77201'],
    ['the member before it, beyond ASCII', { name: 'Zoë', zip: null, incident: '77201' }, 'INC77201'],
    ['a postal code as such', { zip: '77201' }, '77201'],
  ])('but %s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'record_id', value)).toBe('SUPPORTED')
  })
})

describe('R13: parts that everybody knows need no evidence', () => {
  const record = { account: '772014500123', instance: 'i-0abc7720' }
  const arn = 'arn:aws:ec2:us-east-1:772014500123:instance/i-0abc7720'
  test.each([
    ['a service and a region', record, arn],
    ['the version of an interface', { id: 'W7720145' }, 'https://api.acme.io/v2/orders/W7720145'],
    ['a region that the evidence holds', { ...record, region: 'us-east-1' }, arn],
  ])('%s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'resource_ref', value)).toBe('SUPPORTED')
  })

  test.each([
    ['another region than the one that the evidence holds', { ...record, region: 'us-east-2' }, arn],
    ['another version', ['see v1', { id: 'W7720145' }], 'https://api.acme.io/v2/orders/W7720145'],
    ['another account', { ...record, account: '772014500124' }, arn],
    ['nothing else', 'nothing of the kind', 's3:us-east-1'],
  ])('but not %s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'resource_ref', value)).toBe('UNSUPPORTED')
  })
})

describe('R14: addresses', () => {
  const people = 'Jane Doe of acme-corp.io, and Q Public of zed.example'
  test.each([
    ['verbatim', 'Write to zed.q@nowhere.io', 'zed.q@nowhere.io'],
    ['a role mailbox of a known domain', people, 'support@acme-corp.io'],
    ['known words at a known domain', people, 'jane.doe@acme-corp.io'],
    ['an initial', people, 'j.doe@acme-corp.io'],
    ['an initial and a surname', 'Jane Crowe of acme-corp.io', 'jcrowe@acme-corp.io'],
    [
      'an initial and a surname of a record',
      { given: 'Odalys', family: 'Ferreira', at: 'acme-corp.io' },
      'oferreira@acme-corp.io',
    ],
    ['a noun that stands as a domain', 'Jane Doe, see www.company.com', 'jane.doe@company.com'],
    ['a known local part and a known domain', 'user jane_d7 at acme-corp.io', 'jane_d7@acme-corp.io'],
  ])('%s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'email', value)).toBe('SUPPORTED')
  })

  test.each([
    ['an invented local part', people, 'mary.roe@acme-corp.io'],
    ['one invented word', people, 'jane.roe@acme-corp.io'],
    ['a number of its own', people, 'jane.doe77@acme-corp.io'],
    ['an unknown domain', people, 'jane.doe@other-corp.io'],
    ['a role mailbox of an unknown domain', people, 'support@other-corp.io'],
    ['an unknown top-level domain of four letters', people, 'jane.doe@acme-corp.shop'],
    ['an initial of somebody else and a surname', 'Jane Crowe of acme-corp.io', 'bcrowe@acme-corp.io'],
    ['a short domain of which only the end is known', people, 'support@abc.io'],
    ['letters of the text', 'people a, b and c', 'b.c@abc.io'],
    [
      'the initial of a key',
      { first_name: 'Odalys', last_name: 'Ferreira', at: 'acme-corp.io' },
      'lferreira@acme-corp.io',
    ],
    ['a letter and a short word', people, 'jdoe@acme-corp.io'],
    ['a domain that is a noun of the text', 'Jane Doe of the company, by email', 'jane.doe@company.com'],
    ['a reserved domain after an example', 'Jane Doe, for example', 'jane.doe@example.com'],
    ['the same with a country', 'Jane Doe of the company', 'jane.doe@company.co.uk'],
    ['a person whose address is known otherwise', 'Jane Crowe, j.crowe@acme.io', 'jane.crowe@acme.io'],
    ['the same without a dot', 'Jane Crowe, jcrowe@acme.io', 'jane.crowe@acme.io'],
    ['an unknown subdomain', people, 'jane.doe@intra.acme-corp.io'],
  ])('not %s', (_, evidence, value) => {
    expect(stanceWith(evidence, 'email', value)).toBe('UNSUPPORTED')
  })

  test.each(['support.com', 'service.io', 'security.org', 'admin.net', 'mail.com', 'team.dev', 'sales.co'])(
    'a domain label of four or more must be known, also where it is the name of a role mailbox: %s',
    (domain) => {
      expect(stanceWith(people, 'email', `jane.doe@${domain}`)).toBe('UNSUPPORTED')
    },
  )
})

describe('R15: UUIDs and hashes count as wholes', () => {
  const one = '0b9f7c1e-52d4-4a6b-9d1c-3f7a2e5c8b04'
  const other = '7720aa14-1c2d-4e3f-8a9b-0c1d2e3f4a5b'
  test.each([
    ['verbatim', one],
    ['without dashes', one.replaceAll('-', '')],
    ['in capitals', one.toUpperCase()],
    ['in braces', `{${one}}`],
    ['as a urn', `urn:uuid:${one}`],
  ])('%s', (_, value) => {
    expect(stanceWith({ sys: one, also: other }, 'sys_id', value)).toBe('SUPPORTED')
  })

  test.each([
    ['one digit changed', one.replace(/4$/, '5')],
    ['the halves of two', one.slice(0, 19) + other.slice(19)],
    ['the halves of two, without dashes', (one.slice(0, 19) + other.slice(19)).replaceAll('-', '')],
    ['groups in another order', '7720aa14-52d4-4a6b-9d1c-3f7a2e5c8b04'],
    ['groups that all stand in the evidence', `${one.slice(0, 24)}${other.slice(24)}`],
  ])('not %s', (_, value) => {
    expect(stanceWith({ sys: one, also: other }, 'sys_id', value)).toBe('UNSUPPORTED')
  })

  test('digits of its own do not make a hash', () => {
    const hash = '00000000000000000000000000007720'
    expect(stanceWith({ id: 7720 }, 'sys_id', hash)).toBe('UNSUPPORTED')
  })
})
