import fc from 'fast-check'
import { IdBook } from '../bench/evidence/ids.ts'
import { messageText } from '../bench/evidence/messages.ts'
import { Random } from '../bench/evidence/random.ts'

/** Letters, digits and signs that readers of text get wrong, by where they come from. */
const alphabets: Readonly<Record<string, readonly string[]>> = {
  ascii: Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)),
  ids: [...'abKX0127-_./:@#=, '],
  json: [...'{}[]":,\\ntu0aeE+-. 19'],
  latin: [...'aéßÅñøİıſſﬁŒ7 -_'],
  cyrillic: [...'аеорсухАВЕКМНРХ7аё -_'],
  cjk: [...'订单编号東京カタカナひらがな한국어7A-'],
  thai: [...'คำสั่งซื้อ๑๒๓7A '],
  digits: [...'0123٠١٢٣०१२３４①²½Ⅷ ,.-'],
  wide: [...'ＫＸ－７７０１＠．＃　KX-77'],
  emoji: ['🙂', '👩‍👩‍👧', '🏳️‍🌈', '🇩🇪', '1️⃣', '𝒳', '𝟙', '𐐨', 'a', '7', '-', ' '],
  marks: ['e', '\u0301', '\u0308', '\u093F', '\u20E3', 'a', '7', '-', ' ', '\u1E9B\u0323'],
  unseen: [
    '\u200B',
    '\u200D',
    '\u00AD',
    '\uFEFF',
    '\u202E',
    '\u202C',
    '\u2066',
    '\u2028',
    '\u2060',
    'K',
    '7',
    '-',
  ],
  surrogates: ['\uD800', '\uDC00', '\uDBFF', '\uDFFF', 'K', '7', '-', ' '],
  controls: ['\0', '\u0007', '\u001B[31m', '\u0085', '\r\n', '\t', '\u3000', '\u00A0', 'K', '7', '-'],
}

/** Ids that have much in common, so that what is asked for and what is there collide often. */
export const commonIds = [
  ...[
    'KX-77',
    'kx_77',
    'KX-7701',
    '7701',
    '0007701',
    'INC0007701',
    'INC7701',
    '#W7701342',
    'QWXYZ',
    'user_1',
  ],
  ...['f8ff7d92-1bcc-4e6f-8e2a-097a04ea8930', 'f8ff7d921bcc4e6f8e2a097a04ea8930', 'mary.roe@acme.example'],
  ...[
    '4111 1111 1111 1111',
    '1,179',
    'sha256',
    '2024-05-15',
    '+1 (555) 010-7701',
    '12345678901234567890',
    '1e5',
  ],
]

/** Words that change how a result is read. */
const readings = [
  'not found',
  'error',
  'status',
  'null',
  'see',
  'order',
  '[handrail] WARN: x',
  '\n',
  '"',
  ',',
]

// Made once: making arbitraries takes longer than drawing from them.
const fromAlphabet = fc.oneof(
  ...Object.values(alphabets).map((letters) =>
    fc.array(fc.constantFrom(...letters), { maxLength: 40 }).map((all) => all.join('')),
  ),
)

const fromWords = fc
  .array(fc.oneof(fc.constantFrom(...commonIds, ...readings), fromAlphabet), { maxLength: 8 })
  .map((parts) => parts.join(' '))

/** Tool results of the kinds that shops, help desks, drives and mailboxes give. */
const realistic = (() => {
  const random = new Random(1)
  const writer = { random, ids: new IdBook(random) }
  const kinds = ['json', 'json', 'log', 'prose', 'foreign prose'] as const
  const texts = Array.from({ length: 200 }, (_, i) =>
    messageText(writer, kinds[i % kinds.length] ?? 'json', 300),
  )
  return fc.constantFrom(...texts)
})()

const json = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc
    .dictionary(key(), fc.oneof(fc.constantFrom(...commonIds), fc.integer(), fc.double()), { maxKeys: 4 })
    .map((value) => JSON.stringify(value)),
)

/** Names of keys and arguments: plain, of every kind, and such that every object has. */
export function key(): fc.Arbitrary<string> {
  const plain = [
    'id',
    'order_id',
    'orderIds',
    'number',
    'price',
    'count',
    'email',
    'code',
    'query',
    'filter',
    'name',
  ]
  const odd = [
    '__proto__',
    'constructor',
    'toString',
    'toJSON',
    'then',
    '',
    ' ',
    'ID',
    'x'.repeat(200),
    'ключ_id',
  ]
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...plain, 'record_id', 'note', 'status', 'error', 'data') },
    { weight: 2, arbitrary: fc.constantFrom(...odd) },
    { weight: 1, arbitrary: fromAlphabet },
  )
}

/** One thing that is done to a text. */
const mutation = fc.record({
  kind: fc.constantFrom(
    'cut',
    'tail',
    'double',
    'insert',
    'escape',
    'quote',
    'nest',
    'deepen',
    'repeat',
    'number',
  ),
  at: fc.nat(1_000),
  noise: fromAlphabet,
})

/** Almost what it was: cut short, with doubled quotes, escapes, JSON within JSON, depth, and huge numbers. */
function mutated(
  text: string,
  { kind, at, noise }: typeof mutation extends fc.Arbitrary<infer T> ? T : never,
): string {
  const place = at % (text.length + 1)
  const before = text.slice(0, place)
  const after = text.slice(place)
  switch (kind) {
    case 'cut':
      return before
    case 'tail':
      return after
    case 'double':
      return text.replaceAll('"', '""')
    case 'escape':
      return `${before}\\${['u0041', 'n', '\\', 'x41', 'u', '"', 'u00'][at % 7]}${after}`
    case 'quote':
      return `"${text}"`
    case 'nest':
      return JSON.stringify({ result: text, [noise]: text })
    case 'deepen':
      return '[{"a":'.repeat(at % 40) + text + '}]'.repeat(at % 40)
    case 'repeat':
      return `${before}${noise.repeat(at % 30)}${after}`
    case 'number':
      return `${before}${['1e999', '-0', '12345678901234567890', '0.1e-7', '9'.repeat(400)][at % 5]}${after}`
    default:
      return before + noise + after
  }
}

/** Any text. */
export const anyText: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fromAlphabet },
      { weight: 4, arbitrary: fromWords },
      { weight: 3, arbitrary: realistic },
      { weight: 3, arbitrary: json },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    ),
    fc.array(mutation, { maxLength: 3 }),
  )
  .map(([text, mutations]) => mutations.reduce(mutated, text))
