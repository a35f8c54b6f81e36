import { describe, expect, test } from 'vitest'
import { call, result, stanceAfter, stanceWith, user } from '../evidence/transcripts.ts'

describe('what is written in its own way outside of shops', () => {
  test.each([
    [
      'an IBAN as it is printed',
      'My IBAN is DE89 3704 0044 0532 0130 00, please.',
      'iban',
      'DE89370400440532013000',
    ],
    ['a commit by its short hash', 'commit 9fceb02d0ae598e95dc970b74767f19372d61af8', 'commit_id', '9fceb02'],
    ['a number sign in Russian', 'Заявка №АБ-4471 закрыта', 'ticket_id', 'АБ-4471'],
    ['an ordinal sign', 'pedido nºW7304918', 'order_id', 'W7304918'],
    ['Arabic digits', 'رقم الطلب ١٢٣٤٥٦', 'order_id', '123456'],
    ['Persian digits', 'سفارش ۱۲۳۴۵۶', 'order_id', '123456'],
    ['Hindi digits', 'ऑर्डर १२३४५६', 'order_id', '123456'],
    ['a dash of a word processor', 'Ticket AB\u201112345', 'ticket_id', 'AB-12345'],
    [
      'an address as an entire leaf',
      { url: 'https://git.example/projects/88121' },
      'issue_ref',
      'https://git.example/projects/88121',
    ],
  ])('%s is found', (_, evidence, name, value) => {
    expect(stanceWith(evidence, name, value)).toBe('SUPPORTED')
  })

  test.each([
    ['IBAN', 'My IBAN is DE89 3704 0044 0532 0130 00.', 'iban', 'DE89370400440532013001'],
    ['hash', 'commit 9fceb02d0ae598e95dc970b74767f19372d61af8', 'commit_id', '9fceb03'],
    ['digits', 'رقم الطلب ١٢٣٤٥٦', 'order_id', '123457'],
  ])('another %s is not', (_, evidence, name, value) => {
    expect(stanceWith(evidence, name, value)).toBe('UNSUPPORTED')
  })

  test.each([
    ['runtime', 'python3'],
    ['severity', 'sev2'],
    ['reminder', 'PT15M'],
    ['recurrence', 'RRULE:FREQ=WEEKLY;COUNT=10'],
    ['resolution', '1920x1080'],
    ['limit_memory', '512Mi'],
    ['region', 'us-east-1'],
    ['language', 'es-419'],
    ['period', '2024-Q3'],
    ['week', '2024-W23'],
    ['due', '20250602'],
    ['start', '20250602T090000Z'],
    ['amount_cents', 123450],
    ['port', 8080],
    ['cell', 'Sheet1!C14'],
    ['range', 'A1:B20'],
    ['idempotency_key', 'a8f3-22c1-99'],
  ])('%s = %j is not judged', (name, value) => {
    expect(stanceWith('nothing of the kind', name, value)).toBe('ABSTAIN')
  })
})

describe('office work', () => {
  const mail = {
    messages: [{ id: 'AAMkAGI2TG93AAA=', from: 'Jane Doe <jane.doe@acme-corp.io>', subject: 'Budget Q3' }],
  }
  const drive = {
    files: [{ fileId: '1BxiMVs0XRA5nFMdKvBdBZjgm', name: 'Budget 2024.xlsx', parents: ['0AB77kPV'] }],
  }
  const calendar = {
    items: [{ id: 'evt_7k2q9', iCalUID: '7k2q9@google.com', start: '2031-07-20T09:00:00Z' }],
  }

  test.each<[string, unknown, string, unknown]>([
    ['a message', mail, 'messageId', 'AAMkAGI2TG93AAA='],
    ['who sent it', mail, 'to', ['jane.doe@acme-corp.io']],
    ['who sent it, with the name', mail, 'to', 'mailto:jane.doe@acme-corp.io'],
    ['a role at the domain', mail, 'cc', 'hr@acme-corp.io'],
    ['a file', drive, 'file_id', '1BxiMVs0XRA5nFMdKvBdBZjgm'],
    ['the address of a file', drive, 'url', 'https://docs.example/d/1BxiMVs0XRA5nFMdKvBdBZjgm/edit'],
    ['a folder', drive, 'parent', '0AB77kPV'],
    ['an event', calendar, 'eventId', 'evt_7k2q9'],
    ['an event by its calendar id', calendar, 'ical_uid', '7k2q9@google.com'],
  ])('%s is found', (_, evidence, name, value) => {
    expect(stanceWith(evidence, name, value)).not.toBe('UNSUPPORTED')
  })

  test.each<[string, unknown, string, unknown]>([
    ['message', mail, 'messageId', 'AAMkAGI2TG93AAB='],
    ['person', mail, 'to', ['john.doe@acme-corp.io']],
    ['company', mail, 'to', 'jane.doe@acme-corp.example'],
    ['file', drive, 'file_id', '1BxiMVs0XRA5nFMdKvBdBZjgn'],
    ['file in an address', drive, 'url', 'https://docs.example/d/1BxiMVs0XRA5nFMdKvBdBZjgn/edit'],
    ['event', calendar, 'eventId', 'evt_7k2q8'],
    ['file among known ones', drive, 'file_ids', ['1BxiMVs0XRA5nFMdKvBdBZjgm', '1BxiMVs0XRA5nFMdKvBdBZjgn']],
  ])('another %s is not', (_, evidence, name, value) => {
    expect(stanceWith(evidence, name, value)).toBe('UNSUPPORTED')
  })

  test.each([
    ['file_path', '/home/jane/2031/report-7720.docx'],
    ['save_as', 'report-7720-final.docx'],
    ['attachment', 'minutes_2031-07-20.pdf'],
    ['sheet', 'Budget2024'],
    ['tab', 'Q3-2024'],
    ['cell', 'AB1234'],
    ['start_cell', '$B$14'],
    ['anchor', "'Q3 plan'!B14:D20"],
    ['cells', ['A10', 'B1144']],
    ['columns', ['AA1', 'C2:C900']],
    ['formula', '=SUM(B2:B1024)*1.19'],
    ['number_format', '#,##0.00'],
    ['when', '2031-07-20T09:00:00+02:00'],
    ['slot', '10:30-11:00'],
    ['time_zone', 'GMT+2'],
    ['rrule', 'RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20311231T000000Z'],
    ['reminder', '15min'],
    ['schedule', '0 9 * * 1-5'],
    ['font_size', '12pt'],
    ['margin', '2.5cm'],
    ['fill', '#FFEE00'],
    ['currency', 'EUR'],
    ['price', '1200EUR'],
    ['language', 'de-CH-1996'],
    ['version', 'v12.draft2'],
  ])('%s = %j is not judged', (name, value) => {
    expect(stanceWith('nothing of the kind', name, value)).toBe('ABSTAIN')
  })
})

describe('what only looks like it is judged', () => {
  test.each([
    ['parent', 'INC-123'],
    ['parent', 'PO-777'],
    ['target', 'Q3-4471'],
    ['target', '4471W12'],
  ])('%s = %j', (name, value) => {
    expect(stanceWith('nothing of the kind', name, value)).toBe('UNSUPPORTED')
  })
})

describe('a short argument hides no id that holds it', () => {
  test.each([
    [
      'a path',
      { url: 'https://api.example/v2/services' },
      { services: [{ service_id: 'billing-v2-gateway' }] },
      'billing-v2-gateway',
    ],
    ['code', { code: 'boto3.client("s3")' }, [{ name: 'acme-s3-archive' }], 'acme-s3-archive'],
    ['a word of a query', { q: 'gpt4' }, { keys: [{ key_id: 'prod-gpt4-key' }] }, 'prod-gpt4-key'],
    [
      'a month',
      { month: '202405' },
      { orders: [{ id: 'ORD-202405-0007', state: 'open' }] },
      'ORD-202405-0007',
    ],
    ['the order of a line', { id: '100245' }, { lines: [{ id: '100245-2', sku: 'KX-7' }] }, '100245-2'],
    [
      'a namespace',
      { namespace: 'prod-eu1' },
      { pods: [{ name: 'checkout-eu1-7d9f8b6c5d' }] },
      'checkout-eu1-7d9f8b6c5d',
    ],
  ])('%s', (_, args, content, value) => {
    const entries = [user('Please help.'), call(args), result(content)]
    expect(stanceAfter(entries, 'record_id', value)).toBe('SUPPORTED')
  })

  test('the name of a tool is the word of the model as well', () => {
    const error = result('Error: ORD-9999 is not a valid tool', { outcome: 'error' })
    expect(stanceAfter([user('Hi.'), call({}, 'ORD-9999'), error], 'order_id', 'ORD-9999')).toBe(
      'UNSUPPORTED',
    )
  })
})
