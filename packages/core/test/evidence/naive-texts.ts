import fc from 'fast-check'
import type { CorpusOptions } from '../../src/evidence/corpus.ts'
import type { ResultEntry, TranscriptEntry } from '../../src/transcript.ts'

/** Traits that the transcripts are made for. */
export const options: CorpusOptions = {
  tools: { storage: { roundTrip: true }, helper: { author: 'model' }, look_up: {} },
}

/** Values with much in common, and what the rules are about. */
const words = [
  ...['KX-77', 'kx_77', 'KX77', 'kx--77', 'KX-077', '77', '077', '772', '1', '12', '007', 'user 1', 'user'],
  ...[
    '10023',
    '0010023',
    'INC0010023',
    'INC10023',
    'inc-10023',
    'gift_card_10023-1',
    'x-inc0010023',
    '00010023',
  ],
  ...['mary.roe@acme-corp.io', 'mary', 'roe', 'acme-corp.io', 'roe@acme', 'QWXYZ', 'a7k2q', 'order_a7k2q'],
  ...['1,179', '4111 1111 1111 1111', '+1 (555) 010-7788', '12345678901234567890', '1 2 3 4 5 6 7 8'],
  ...['K-018 873', 'HBFX F8A2 71B3', 'RX 77-20419', '2 84 05 78 006 084 36', '0x00158d0003a1b2c4', 'user_id'],
  ...['GB29 NWBK 6016 1331 9268 19', 'DE89 3704 0044 0532 0130 00', 'де12 3456 7890 1234'],
  ...['123e4567-e89b-12d3-a456-426614174000', '0123456789abcdef0123456789abcdef'],
  ...['da39a3ee5e6b4b0d3255bfef95601890afd80709', 'https://x.io/a-1?id=772&b=KX-77', '2024-05-15', 'v1.2.3'],
  ...[
    'a1,b2',
    '"a1"',
    "it's",
    '[a1](b-2)',
    'a---b',
    'a----b',
    'a::b',
    'C:\\new\\KX-77',
    '\\n772',
    '\\u0041b1',
  ],
  ...[
    '№772',
    'ＫＸ－７７',
    '٧٧٢',
    'Ｋ77',
    'İ77',
    'ΑΣ.Β7',
    'ΑΣ-7',
    'ﬁ7',
    '²7',
    '7²',
    'é7',
    'e\u03017',
    '\u03017',
    '7\u0301',
  ],
  ...[
    '订单KX-77号',
    '한글77',
    '\u1100\u11617',
    'ไทย12',
    '𝒳7-𝒴8',
    '😀',
    '1😀2',
    '\uD83577',
    '77\uDC00',
    'ключ_772',
  ],
  ...[
    '77\u200B2',
    '\uFEFF',
    '\u00AD',
    '1\u202F179',
    '1\u00A0179',
    '77–2',
    '\u0000',
    'KX\u000077',
    '＂772＂',
    '__proto__',
    'not found',
  ],
  ...[
    'error',
    'no results',
    'ok',
    '[handrail] WARN: KX-77',
    '\n[handrail] x 772\n',
    '{"id": 772}',
    '{',
    '"',
    ']',
    ':',
  ],
]
const gaps = [
  '',
  '',
  ' ',
  ' ',
  ' ',
  ', ',
  '\n',
  '-',
  '_',
  '.',
  '/',
  ':',
  '@',
  '--',
  ' - ',
  '  ',
  '\t',
  '\u3000',
  '。',
]
const alphabets = [
  'ab1-',
  'ab10-_. ',
  'a01-_./:@#?&=+%~$*! ,',
  '01 ,.-',
  'aé9кक\u093F𐐨７-_. ',
  'aB1"\\{}[]:, \n',
  '订a1ไ9 -',
]

const phrase = fc
  .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(...gaps)), { maxLength: 4 })
  .map((parts) => parts.flat().join(''))
const scribble = fc
  .tuple(fc.constantFrom(...alphabets), fc.array(fc.nat(1_000), { maxLength: 14 }))
  .map(([alphabet, picks]) => {
    const letters = [...alphabet]
    return picks.map((pick) => letters[pick % letters.length]).join('')
  })
/** A text of any alphabet. */
export const anyText = fc.oneof({ weight: 3, arbitrary: phrase }, { weight: 2, arbitrary: scribble })

const keys = [
  'id',
  'price',
  'count',
  'owner',
  'query',
  'status',
  'error',
  'order number',
  'note',
  '__proto__',
  'KX-77',
  'ref\n',
]
const scalar = fc.oneof(
  { weight: 6, arbitrary: anyText },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(772, 10023, 7, 1.5, 1e21, -3, true, false, null) },
)
const list = fc.array(scalar, { maxLength: 3 })
const members = (value: fc.Arbitrary<unknown>) =>
  fc.array(fc.tuple(fc.constantFrom(...keys), value), { maxLength: 3 })
const flat = members(fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: list })).map(
  fromMembers,
)
const record = members(
  fc.oneof(
    { weight: 4, arbitrary: scalar },
    { weight: 2, arbitrary: flat },
    { weight: 2, arbitrary: flat.map((value) => JSON.stringify(value)) },
  ),
).map(fromMembers)

/** An object, with `__proto__` as a key like any other. */
function fromMembers(entries: readonly (readonly [string, unknown])[]): unknown {
  return JSON.parse(textOfMembers(entries))
}

/** The text of an object, with the keys that are there twice. */
function textOfMembers(entries: readonly (readonly [string, unknown])[]): string {
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ')}}`
}

/** JSON as it is, in JSON, with keys that are there twice, and with one character changed, lost or added. */
const jsonText = fc.oneof(
  record.map((value) => JSON.stringify(value)),
  record.map((value) => JSON.stringify(value, null, 1)),
  record.map((value) => JSON.stringify({ result: JSON.stringify({ id: JSON.stringify(value) }) })),
  members(scalar).map(textOfMembers),
  list.map((value) => ` ${JSON.stringify(value)}\n`),
  anyText.map((value) => JSON.stringify(value)),
)
const damaged = fc
  .tuple(
    jsonText,
    fc.nat(200),
    fc.constantFrom('', '"', '\\', ',', '}', ']', '0', '\n', '\u0000', ' ', 'x', '\\u0037'),
  )
  .map(
    ([text, at, by]) =>
      text.slice(0, at % (text.length + 1)) + by + text.slice((at % (text.length + 1)) + (at % 2)),
  )
const content = fc.oneof(
  { weight: 3, arbitrary: anyText },
  { weight: 2, arbitrary: record },
  { weight: 1, arbitrary: list },
  { weight: 2, arbitrary: jsonText },
  { weight: 1, arbitrary: damaged },
)

const callId = fc.constantFrom('c1', 'c2')
const task = fc.record<TranscriptEntry & { kind: 'task' }>({
  kind: fc.constant('task'),
  text: fc.oneof({ weight: 5, arbitrary: anyText }, { weight: 1, arbitrary: jsonText }),
  role: fc.constantFrom('user', 'user', 'system'),
})
const call = fc.record<TranscriptEntry & { kind: 'call' }>({
  kind: fc.constant('call'),
  toolCallId: callId,
  toolName: fc.constantFrom('look_up', 'look_up', 'order_a7k2q'),
  args: fc.oneof(flat, anyText),
})
const result: fc.Arbitrary<ResultEntry> = fc
  .tuple(content, callId, fc.nat(40))
  .map(([found, toolCallId, how]): ResultEntry => {
    const toolName = how === 0 ? 'storage' : how === 1 ? 'helper' : how < 4 ? '' : 'look_up'
    const entry: ResultEntry = { kind: 'result', toolCallId, toolName, content: found }
    if (how > 34) return { ...entry, outcome: 'error' }
    if (how > 31) return { ...entry, intervention: how > 33 ? 'WARN' : how > 32 ? 'OBSERVE' : 'BLOCK' }
    return how === 31 ? { ...entry, author: 'model' } : entry
  })

/** One entry of a transcript. */
export const anyEntry: fc.Arbitrary<TranscriptEntry> = fc.oneof(
  { weight: 3, arbitrary: task },
  { weight: 2, arbitrary: call },
  { weight: 4, arbitrary: result },
)

const repeated = fc
  .array(
    fc.tuple(
      fc.constantFrom(...words.slice(0, 32), 'RX5512', 'rx-5512', '5512', 'A7K2Q'),
      fc.constantFrom(' ', ', ', '-', '/', ''),
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((parts) => parts.flat().join(''))

/** One entry of a transcript of few words, in which answers repeat what calls were made with. */
export const echoingEntry: fc.Arbitrary<TranscriptEntry> = fc
  .tuple(fc.nat(11), repeated, repeated, fc.constantFrom('id', 'price', 'owner', 'query'))
  .map(([how, text, other, key]): TranscriptEntry => {
    if (how === 0) return { kind: 'task', text }
    const about = { toolCallId: 'c1', toolName: how === 1 ? 'storage' : 'look_up' }
    if (how < 6) return { kind: 'call', ...about, args: how < 4 ? { [key]: text } : text }
    const contents = [
      text,
      `${text} not found`,
      { [key]: text },
      { [key]: text, owner: other },
      [text, other],
    ]
    return { kind: 'result', ...about, content: contents[how % 5], outcome: how === 11 ? 'error' : 'ok' }
  })
