import { inspect } from 'node:util'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { type Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import {
  type ArgProvenance,
  type CorpusSource,
  classifyCall,
  createGuard,
  type EffectProposal,
  type Excerpt,
  type Origin,
} from '../../src/index.ts'
import { argOn, result, user } from '../evidence/transcripts.ts'
import { valueAt } from '../support/json-paths.ts'

const ZWSP = '\u200b'

function originOn(corpus: Corpus, value: unknown, name = 'order_id'): Origin {
  const { origin, stance } = argOn(corpus, name, value)
  if (!origin) throw new Error(`${String(value)} is ${stance}`)
  return origin
}

/** The origin of a value, and the part of the entry's text that it names. */
function traced(content: unknown, value: unknown, name = 'order_id') {
  const origin = originOn(corpusOf([user('Please help.'), result(content)]), value, name)
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const { offset = -1, length = -1, path, excerpt } = origin
  return { origin, found: offset < 0 ? undefined : text.slice(offset, offset + length), path, excerpt }
}

describe('where a value stands', () => {
  test.each<[string, unknown, unknown, string, readonly string[] | undefined]>([
    ['in prose', 'Order KX-7720 is open', 'KX-7720', 'KX-7720', undefined],
    ['in another case', 'order kx-7720 is open', 'KX-7720', 'kx-7720', undefined],
    ['beside other scripts', 'Größe XL: Auftrag KX-7720.', 'KX-7720', 'KX-7720', undefined],
    ['within other scripts', '注文番号はKX-7720です。', 'KX-7720', 'KX-7720', undefined],
    ['with full-width digits', '注文番号は７７２０です。', '7720', '７７２０', undefined],
    ['with invisible characters', `Ihr Schlüssel: K${ZWSP}X-7720!`, 'KX-7720', `K${ZWSP}X-7720`, undefined],
    ['after what composes', 'e\u0301e\u0301e\u0301 각각 KX-7720', 'KX-7720', 'KX-7720', undefined],
    ['after characters of two units', '𝒜😀😀 KX-7720', 'KX-7720', 'KX-7720', undefined],
    ['after a ligature and a sign', 'ﬁne №7720', '7720', '7720', undefined],
    ['after what gets longer in lower case', 'İİİ KX-7720', 'KX-7720', 'KX-7720', undefined],
    ['with another separator', 'see KX 7720', 'KX-7720', 'KX 7720', undefined],
    ['with another separator, joined', 'see KX_7720', 'KX-7720', 'KX_7720', undefined],
    ['as a number in groups', 'there are 77,201 of them', '77201', '77,201', undefined],
    ['as a padded number', 'see 0077201', '77201', '77201', undefined],
    ['as the digits of a longer id', 'see INC0077201', '77201', '77201', undefined],
    [
      'in a structure',
      { user: { orders: [{ n: 1 }, { id: 'KX-7720' }] } },
      'KX-7720',
      'KX-7720',
      ["$['user']['orders'][1]['id']"],
    ],
    [
      'in a JSON text',
      '{"user":{"orders":[{"id":"KX-7720"}]}}',
      'KX-7720',
      'KX-7720',
      ["$['user']['orders'][0]['id']"],
    ],
    ['in a JSON text with blanks', '{ "a" : [ 1 , "KX-7720" ] }', 'KX-7720', 'KX-7720', ["$['a'][1]"]],
    ['as a number', [[{ id: 77201 }]], 77201, '77201', ["$[0][0]['id']"]],
    ['as a key', { orders: { a: 1, 'KX-7720': {} } }, 'KX-7720', 'KX-7720', ["$['orders']['KX-7720']"]],
    [
      'below a key with quotes',
      { 'it\'s "x"\\': { id: 'KX-7720' } },
      'KX-7720',
      'KX-7720',
      ["$['it\\'s \"x\"\\\\']['id']"],
    ],
    [
      'below a key with controls',
      { 'a\n\u0001\u202e': ['KX-7720'] },
      'KX-7720',
      'KX-7720',
      ["$['a\\n\\u0001\\u202e'][0]"],
    ],
    ['beside another script in JSON', { name: 'Zoë', id: 'KX-7720' }, 'KX-7720', 'KX-7720', ["$['id']"]],
    ['after a string with escapes', { note: 'a "b"\n', id: 'KX-7720' }, 'KX-7720', 'KX-7720', ["$['id']"]],
    ['in a string with escapes', { note: 'say "KX-7720"\n' }, 'KX-7720', 'KX-7720', ["$['note']"]],
    ['in a string with escapes, other script', { note: '"é"\nKX-7720' }, 'KX-7720', 'KX-7720', ["$['note']"]],
    [
      'written with escapes',
      '{"id":"\\u004bX-77\\u0032\\u0030"}',
      'KX-7720',
      '\\u004bX-77\\u0032\\u0030',
      ["$['id']"],
    ],
    ['as a key with escapes', '{"\\u004bX-7720":1}', 'KX-7720', '\\u004bX-7720', ["$['KX-7720']"]],
    ['in a list in a string', { a: '["x1",12,34]', b: '[77201]' }, 77201, '77201', ["$['b']", '$[0]']],
    [
      'in JSON in JSON',
      { content: [{ type: 'text', text: JSON.stringify({ a: [], id: 'KX-7720' }) }] },
      'KX-7720',
      'KX-7720',
      ["$['content'][0]['text']", "$['id']"],
    ],
    [
      'in JSON in JSON in JSON, in another script',
      { a: JSON.stringify([JSON.stringify({ who: 'Zoë "Z"', id: 'é\tKX-7720' })]) },
      'KX-7720',
      'KX-7720',
      ["$['a']", '$[0]', "$['id']"],
    ],
    ['in what begins as JSON and is none', '{"id": KX-7720}', 'KX-7720', 'KX-7720', undefined],
  ])('%s', (_, content, value, found, path) => {
    const { excerpt, ...where } = traced(content, value)
    expect(where).toMatchObject({ found, path })
    expect(excerpt.text.slice(excerpt.start, excerpt.end)).toBe(found.replace(ZWSP, '\\u{200b}'))
  })

  test('in the words of the user', () => {
    const origin = originOn(corpusOf([user('Grüße! Cancel KX-7720, please.')]), 'KX-7720')
    expect({ ...origin }).toEqual({ source: 'TASK_TEXT', entry: 0, role: 'user' })
    expect([origin.offset, origin.length, origin.path]).toEqual([14, 7, undefined])
    expect(origin.excerpt).toEqual({ text: 'Grüße! Cancel KX-7720, please.', start: 14, end: 21 })
  })

  test('the first entry that holds it, with its tool and call', () => {
    const corpus = corpusOf([user('Hello'), result('none'), result({ id: 'KX-7720' }), result('KX-7720')])
    expect({ ...originOn(corpus, 'KX-7720') }).toEqual({
      source: 'TOOL_RESULT',
      entry: 2,
      toolName: 'look_up',
      toolCallId: 'call_1',
    })
  })

  test('the first of two members of one name', () => {
    const { found, origin, path } = traced('{"id":"KX-7720","id":"KX-7720","id":"KX-1"}', 'KX-7720')
    expect([found, origin.offset, path]).toEqual(['KX-7720', 7, ["$['id']"]])
  })

  test('below a member called __proto__', () => {
    const text = '{"__proto__":{"constructor":["KX-7720"]}}'
    for (const content of [text, JSON.parse(text)]) {
      const { found, path } = traced(content, 'KX-7720')
      expect([found, path]).toEqual(['KX-7720', ["$['__proto__']['constructor'][0]"]])
    }
  })

  test('in a result that carries a note of ours', () => {
    const note = '[handrail] WARN: look it up'
    const noted = (content: unknown) =>
      originOn(corpusOf([user('Hello'), result(content, { intervention: 'WARN' })]), 'KX-7720')
    const text = `${note}\n{"id": "é KX-7720"}\n\n${note}`
    expect(noted(text)).toMatchObject({ offset: text.indexOf('KX'), path: ["$['id']"] })
    const content = [{ text: `Zoë\n${note}\nhas KX-7720\n\n${note}` }]
    expect(noted(content)).toMatchObject({
      offset: JSON.stringify(content).indexOf('KX'),
      path: ["$[0]['text']"],
    })
  })

  test('in the evidence that a fork began with', () => {
    const corpus = corpusOf([result({ id: 'KX-7720' })]).fork()
    corpus.append(user('And KX-7720?'))
    expect(originOn(corpus, 'KX-7720')).toMatchObject({ entry: 0, path: ["$['id']"] })
  })

  test('in the texts of the schema: one entry more than there are', () => {
    const inputSchema = { type: 'object', description: 'Use KX-7720 in tests.' }
    const call = { toolName: 'cancel', args: [{ name: 'order_id', value: 'KX-7720' }], inputSchema }
    const [arg] = classifyCall(call, corpusOf([user('Hello')])).args
    expect([arg?.origin?.source, arg?.origin?.entry, arg?.origin?.path]).toEqual(['TASK_TEXT', 1, ['$[0]']])
    expect(arg?.origin?.excerpt.text).toContain('Use KX-7720 in tests.')
  })
})

describe('the parts of an argument', () => {
  const found = (parts: readonly Origin[]) =>
    parts.map(({ entry, excerpt: { text, start, end } }) => [entry, text.slice(start, end)])

  test('one, which is itself', () => {
    const { origin } = traced('see KX-7720', 'KX-7720')
    expect(origin.parts).toHaveLength(1)
    expect(origin.parts[0]).toBe(origin)
    expect(origin.parts).toBe(origin.parts)
  })

  test('the pieces of a value that is put together', () => {
    const corpus = corpusOf([user('In kx-aa1, please.'), result({ sys_number: 10023 })])
    const { how, origin } = argOn(corpus, 'record_id', 'kx-aa1/INC0010023')
    expect([how, found(origin?.parts ?? [])]).toEqual([
      'derived',
      [
        [0, 'kx-aa1'],
        [1, '10023'],
      ],
    ])
  })

  test('of an address its domain and the words of its mailbox', () => {
    const corpus = corpusOf([user('Write to Mary Roe at acme-corp.io.')])
    const { how, origin } = argOn(corpus, 'email', 'mary.roe@acme-corp.io')
    expect([how, found(origin?.parts ?? [])]).toEqual([
      'email',
      [
        [0, 'acme-corp.io'],
        [0, 'Mary'],
        [0, 'Roe'],
      ],
    ])
  })

  test('the items of a list, the first 32', () => {
    const ids = Array.from({ length: 50 }, (_, i) => `KX-${7000 + i}`)
    const origin = originOn(corpusOf([user('Hello'), result({ ids })]), ids, 'order_ids')
    expect(origin.parts).toHaveLength(32)
    expect(origin.parts.map(({ path }) => path?.[0])).toEqual(
      ids.slice(0, 32).map((_, i) => `$['ids'][${i}]`),
    )
  })

  test('with the zeros that the evidence has', () => {
    const { origin } = traced('see x1-1 and INC0010023', 'x1-1/INC10023', 'record_id')
    expect(found(origin.parts)).toEqual([
      [1, 'x1-1'],
      [1, 'INC0010023'],
    ])
  })
})

describe('what is no longer what it was', () => {
  const changed = [
    ['emptied', (content: Record<string, unknown>) => delete content.note],
    ['another', (content: Record<string, unknown>) => Object.assign(content, { note: 'é \n nothing' })],
    [
      'throwing',
      (content: Record<string, unknown>) =>
        Object.defineProperty(content, 'note', {
          get: () => {
            throw new Error('gone')
          },
        }),
    ],
  ] as const

  test.each(changed)('a content that is %s has no place, and an excerpt of what is kept', (_, change) => {
    // What stands there twice takes a reading, and the canonical form alone is kept then.
    const content: Record<string, unknown> = { note: 'Zoë\nhas KX-7720, KX-7720' }
    const origin = originOn(corpusOf([user('Hello'), result(content)]), 'KX-7720')
    change(content)
    expect([origin.offset, origin.length, origin.path]).toEqual([undefined, undefined, undefined])
    expect(origin.excerpt.text).toContain('kx-7720')
  })

  test('a revoked proxy', () => {
    const { proxy, revoke } = Proxy.revocable({ id: 'Zoë\nKX-7720, KX-7720' }, {})
    const origin = originOn(corpusOf([user('Hello'), result(proxy)]), 'KX-7720')
    revoke()
    expect([origin.offset, origin.path]).toEqual([undefined, undefined])
    expect(origin.excerpt.text).toContain('kx-7720')
  })

  test('a plain text is kept as it was', () => {
    const content = { id: 'KX-7720' }
    const origin = originOn(corpusOf([user('Hello'), result(content)]), 'KX-7720')
    content.id = 'KX-9'
    expect(origin).toMatchObject({ offset: 7, path: ["$['id']"] })
  })
})

describe('large and hostile texts', () => {
  const filler = { name: 'Some name', count: 12, note: 'nothing to see, and some more' }
  const many = Array.from({ length: 100_000 }, (_, i) => ({ n: i, ...filler, tags: ['a', 'b'] }))

  test.each<[string, unknown, readonly string[] | undefined]>([
    ['10 MB of JSON', [...many, { id: 'KX-7720' }], ["$[100000]['id']"]],
    [
      '10 MB of JSON in JSON',
      [{ text: JSON.stringify([...many, { id: 'KX-7720' }]) }],
      ["$[0]['text']", "$[100000]['id']"],
    ],
    ['10 MB of prose', `${'Größe und so weiter. '.repeat(500_000)}KX-7720`, undefined],
    ['3 MB without a blank', `${'注文番号'.repeat(750_000)}KX-7720`, undefined],
    ['1 MB of marks', `e${'\u0301'.repeat(1_000_000)} KX-7720`, undefined],
  ])('%s', (_, content, path) => {
    const { found, path: told } = traced(content, 'KX-7720')
    expect([found, told]).toEqual(['KX-7720', path])
  })

  test('JSON of 10,000 levels', () => {
    const lists = `${'['.repeat(10_000)}"KX-7720"${']'.repeat(10_000)}`
    const { found, path, excerpt } = traced(lists, 'KX-7720')
    // The path would be of 30,000 units.
    expect([found, path]).toEqual(['KX-7720', undefined])
    expect(excerpt.text).toContain('[[["KX-7720"]]]')
    const fewer = `${'['.repeat(1_000)}"KX-7720"${']'.repeat(1_000)}`
    expect(traced(fewer, 'KX-7720').path).toEqual([`$${'[0]'.repeat(1_000)}`])
  })

  test('a name that is endless', () => {
    const { found, path } = traced({ ['n'.repeat(1_000_000)]: ['KX-7720'] }, 'KX-7720')
    expect([found, path]).toEqual(['KX-7720', undefined])
  })

  test('halves of pairs', () => {
    const content = { '\ud800': [`\udc00 KX-7720 \ud800`] }
    const { found, path, excerpt } = traced(content, 'KX-7720')
    expect([found, path]).toEqual(['KX-7720', ["$['\\ud800'][0]"]])
    expect(valueAt(JSON.stringify(content), path ?? [])).toBe(content['\ud800']?.[0])
    expect(excerpt.text).toBe(String.raw`{"\ud800":["\udc00 KX-7720 \ud800"]}`)
    expect(traced('\udc00é KX-7720 \ud800', 'KX-7720').excerpt.text).toBe(
      String.raw`\u{dc00}é KX-7720 \u{d800}`,
    )
  })
})

describe('what is not asked for is not worked out', () => {
  /** A record about a value whose evidence counts how often it is read. */
  function recorded() {
    let reads = 0
    const content = {
      get secret() {
        reads++
        return 'Zoë\nKX-7720 and the secret hunter2 of KX-7720'
      },
    }
    const guard = createGuard({ handler: 'enforce' })
    const corpus = guard.corpus()
    for (const entry of [user('Hello'), result(content)]) corpus.append(entry)
    const call = {
      toolCallId: 'c',
      toolName: 'cancel_order',
      args: { order_id: 'KX-7720', user_id: 'KX-7721' },
    }
    const assessment = guard.assess(call, corpus)
    const proposal = guard.propose(assessment) as EffectProposal
    const record = guard.record(assessment, proposal, { intervention: 'OBSERVE', dispatched: true })
    const before = reads
    return { record, verdict: assessment.verdict, readsSince: () => reads - before }
  }

  test('by JSON.stringify, structuredClone, a spread or console.log', () => {
    const { record, verdict, readsSince } = recorded()
    const origin = verdict.args[0]?.origin as Origin
    const printed = [
      JSON.stringify(record),
      JSON.stringify(structuredClone(verdict)),
      JSON.stringify({ ...origin }),
      inspect(record, { depth: 9 }),
      inspect(structuredClone(verdict), { depth: 9, getters: true }),
    ]
    for (const text of printed) {
      expect(text).toContain('look_up')
      for (const kept of ['secret', 'hunter2', 'offset', 'excerpt', 'path'])
        expect(text.replace('toolCallId', '')).not.toContain(kept)
    }
    expect(readsSince()).toBe(0)
    expect(JSON.parse(JSON.stringify(origin))).toEqual({
      source: 'TOOL_RESULT',
      entry: 1,
      toolName: 'look_up',
      toolCallId: 'call_1',
    })
  })

  test('and what is asked for is worked out once', () => {
    const { verdict, readsSince } = recorded()
    const origin = verdict.args[0]?.origin as Origin
    expect(Object.isFrozen(origin)).toBe(true)
    const { excerpt } = origin
    const reads = readsSince()
    expect(reads).toBeGreaterThan(0)
    expect(origin.excerpt).toBe(excerpt)
    expect(origin.path).toBe(origin.path)
    expect([origin.offset, origin.length]).toEqual([16, 7])
    expect(readsSince()).toBe(reads)
  })

  test('the record does not keep the corpus', () => {
    const { verdict } = recorded()
    expect(inspect(verdict, { depth: 9, showHidden: true })).not.toContain('Corpus')
  })
})

test('types', () => {
  expectTypeOf<ArgProvenance['origin']>().toEqualTypeOf<Origin | undefined>()
  expectTypeOf<Origin>().toEqualTypeOf<{
    readonly source: CorpusSource
    readonly role?: 'system' | 'user'
    readonly toolName?: string
    readonly toolCallId?: string
    readonly entry: number
    readonly offset: number | undefined
    readonly length: number | undefined
    readonly path: readonly string[] | undefined
    readonly excerpt: Excerpt
    readonly parts: readonly Origin[]
  }>()
  expectTypeOf<Excerpt>().toEqualTypeOf<{
    readonly text: string
    readonly start: number
    readonly end: number
  }>()
})
