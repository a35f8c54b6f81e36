import { describe, expect, test } from 'vitest'
import { Corpus, corpusOf } from '../../src/evidence/corpus.ts'
import type { TranscriptEntry } from '../../src/transcript.ts'
import { call, result, user } from './transcripts.ts'

const lazy = { lazy: true }

/** The entry that first holds a token: asked where nothing was learned, and where all was. */
function firstOf(token: string, entries: readonly TranscriptEntry[]): (number | undefined)[] {
  return [corpusOf(entries, lazy), corpusOf(entries)].map((corpus) => corpus.find('verbatim', token))
}

const refused = (content: unknown) => result(content, { outcome: 'error' })
const hash = 'da39a3ee5e6b4b0d3255bfef95601890afd80709'

describe('what a token is beside', () => {
  test.each<[string, string, string[]]>([
    ['a letter', 'kx-7720', ['akx-7720', 'kx-77201', 'kx-7720']],
    ['a letter beyond ASCII', 'kx-7720', ['ékx-7720', 'kx-7720é', 'kx-7720']],
    ['a soft hyphen', 'kx-7720', ['ab', 'kx-7720\u00AD1', 'kx-7720']],
    ['a letter that a glance cannot tell', 'kx-7720', ['ab', 'C:\\akx-7720', 'kx-7720']],
    ['an n that is none of a line break', 'kx-7720', ['ab', 'C:\\\\nkx-7720', 'kx-7720']],
    ['such a letter without a backslash', 'kx-7720', ['ab', 'nkx-7720 in C:\\', 'kx-7720']],
    ['more compounds than are looked at as one', 'a-1+b-2', ['ab', 'e:f:g:a-1+b-2/c?d', 'a-1+b-2']],
    ['an escaped letter before', 'kx-7720', ['ab', '{"a":"\\u0061kx-7720"}', 'kx-7720']],
    ['an escaped letter after', 'kx-7720', ['ab', '{"a":"kx-7720\\u0061"}', 'kx-7720']],
    ['more digits, shown before', '7720', ['1 179 7720001', 'a', '7720']],
  ])('%s: not it, but what comes later', (_, token, texts) => {
    expect(firstOf(token, texts.map(user))).toEqual([2, 2])
  })

  test.each<[string, string, string]>([
    ['a join', 'kx-7720', 'kx-7720-'],
    ['a join on either side of another', '7720', 'kx-7720-ab'],
    ['a join of compounds', 'kx-7720', 'x:kx-7720?'],
    ['a compound of a run', 'a-1+b-2', 'x:a-1+b-2'],
    ['itself, after a letter', 'a1-a1', 'xa1-a1-a1'],
    ['a word of another script', 'k7-1', '订单K7-1号'],
    ['an escaped line break', 'kx-7720', '{"a":"\\nkx-7720"}'],
    ['an escaped hyphen', 'k-77201', '{"a":"k\\u002D77201"}'],
    ['a full-width spelling', 'kx-7720', 'ＫＸ－７７２０'],
    ['a full-width spelling beside a backslash', 'kx-7720', 'C:\\ ＫＸ－７７２０'],
    ['what stands beside a full-width backslash', 'kx-7720', '＼u0061 kx-7720'],
    ['a Kelvin sign', 'k7-1', '\u212A7-1'],
    ['the shown beginning of a hash', hash.slice(0, 7), hash],
    ['a longer beginning of it', hash.slice(0, 12), hash],
  ])('%s: it is there', (_, token, text) => {
    expect(firstOf(token, [user(text), user(token)])).toEqual([0, 0])
  })

  test.each([
    ['too short a beginning of a hash', hash.slice(0, 6), hash],
    ['too long a beginning of it', hash.slice(0, 13), hash],
    ['the number without zeros', '0010023', 'see 10023'],
    ['the digits without 0x', '0xdeadbeef', 'deadbeef'],
    ['a longer token than any is kept', 'a1'.repeat(200), 'ab'],
  ])('%s: it is not', (_, token, text) => {
    const later = token.length > 256 ? undefined : 1
    expect(firstOf(token, [user(text), user(token)])).toEqual([later, later])
  })
})

describe('a token that an error repeats', () => {
  test.each<[string, string, unknown]>([
    ['of the call', 'kx-7720', { id: 'KX-7720' }],
    ['as its name', 'kx-7720', { 'kx-7720': 1 }],
    ['by its digits', 'abc012345-x', { id: '12345' }],
    ['by an atom', 'ab12-x', { id: 'ab12' }],
    ['by a short atom', 'k7-1', { id: 'k7-1' }],
    ['with zeros', '10023', { id: '0010023' }],
    ['in groups with zeros', '00-77-20', { limit: 7720 }],
    ['in other groups with zeros', '001-2-3-4', { id: '1234' }],
    ['in hexadecimal', 'deadbeef1', { id: '0xdeadbeef1' }],
    ['in two pieces', 'ab12cd', { a: 'ab12', b: 'cd' }],
    ['in two pieces, the last first', 'cdab12', { a: 'ab12', b: 'cd' }],
    ['in two pieces with zeros', '10023', { a: '001', b: '0023' }],
    ['in two pieces of hexadecimal', '12345678', { a: '0x1234', b: '5678' }],
    ['in two pieces of other groups', '00-10023', { a: '100', b: '23' }],
    ['in two pieces of a compound', 'ab-12@cd-3', { a: 'ab', b: '12' }],
    ['by an atom without its 0x', 'x-0xdeadbeef1', { id: 'deadbeef1' }],
    ['with escapes of an address', 'kx-7720', { q: 'kx-77%320' }],
    ['in another width', 'kx-7720', { id: 'ＫＸ－７７２０' }],
    ['by an atom in hexadecimal', 'deadbeef-1', { id: '0XDEADBEEF' }],
    ['by the letters of an address', 'maryroe-7', { email: 'mary@roe' }],
    ['by the letters of an address, and digits of its own', 'janeroe-77201234567', { email: 'jane@roe' }],
    ['in a JSON text with escapes', 'kxabc-77201234', { q: '{"id":"kxab\\u0063-7720\\u0031234"}' }],
    ['by an address', 'jane@acme.com', { email: 'jane@x.io' }],
  ])('%s is not evidence, until somebody says it', (_, token, args) => {
    expect(firstOf(token, [call(args), refused(token), user(token)])).toEqual([2, 2])
  })

  test.each<[string, string, unknown]>([
    ['all of it', 'kx-7720', { id: 'KX-7720' }],
    ['with zeros', '10023', { id: '0010023' }],
    ['in two pieces', 'ab12cd', { a: 'ab12', b: 'cd' }],
  ])('is not evidence in a text of a record either: %s', (_, token, args) => {
    const record = result({ id: 'X-1', note: `see ${token}` })
    expect(firstOf(token, [call(args), record, user(token)])).toEqual([2, 2])
  })

  test('is, where a record gives it by itself', () => {
    const record = result({ id: 'KX-7720', owner: 'jane' })
    expect(firstOf('kx-7720', [call({ q: 'ab-kx-7720' }), record])).toEqual([1, 1])
  })

  test('is none of a fork either, whether the trunk was learned or not', () => {
    for (const isLearned of [false, true]) {
      const trunk = corpusOf([call({ id: 'KX-7720' })], lazy)
      if (isLearned) expect(trunk.footprint.entries).toBe(1)
      const fork = trunk.fork()
      for (const entry of [refused('KX-7720'), user('KX-7720')]) fork.append(entry)
      expect(fork.find('verbatim', 'kx-7720')).toBe(2)
      expect(fork.at(2).find('verbatim', 'kx-7720')).toBeUndefined()
    }
  })
})

test('our own notes hold nothing that a glance may find', () => {
  const noted = result('ran KX-7720\n[handrail] WARN: KX-7721', { intervention: 'WARN' })
  expect(firstOf('kx-7720', [call({}), noted, user('KX-7720')])).toEqual([1, 1])
  const structured = result(['ran\n[handrail] WARN: KX-7721'], { intervention: 'WARN' })
  expect(firstOf('kx-7721', [call({}), structured, user('KX-7721')])).toEqual([2, 2])
})

test('entries are found from the end of what was forked, and up to a version', () => {
  const trunk = corpusOf([user('one KX-1001'), user('two KX-1002')], lazy)
  const fork = trunk.fork()
  fork.append(user('three KX-1003, KX-1001'))
  trunk.append(user('other KX-1004'))
  const found = ['kx-1001', 'kx-1002', 'kx-1003', 'kx-1004'].map((id) => fork.find('verbatim', id))
  expect(found).toEqual([0, 1, 2, undefined])
  expect(fork.at(1).find('verbatim', 'kx-1002')).toBeUndefined()
})

describe('whether there is any evidence', () => {
  const system: TranscriptEntry = { kind: 'task', role: 'system', text: 'Rules of KX-1' }

  test.each<[string, TranscriptEntry[], boolean, boolean]>([
    ['nothing', [], true, true],
    ['words of the model', [call({ id: 'KX-7720' })], true, true],
    ['a blank answer', [user(' \n'), result('')], true, true],
    ['a list of blanks', [result([' '])], true, true],
    ['instructions', [system], false, true],
    ['what a user said', [user('Hi')], false, false],
    ['an answer', [result('Hi')], false, false],
    ['a note of ours', [call({}), result(['\n[handrail] WARN: x'], { intervention: 'WARN' })], true, true],
  ])('%s', (_, entries, isEmpty, isStatic) => {
    for (const corpus of [corpusOf(entries, lazy), corpusOf(entries), corpusOf(entries, lazy).fork()])
      expect([corpus.isEmpty, corpus.isStatic]).toEqual([isEmpty, isStatic])
  })

  test('up to a version', () => {
    const trunk = corpusOf([call({}), system], lazy)
    const fork = trunk.fork()
    for (const entry of [call({}), user('Hi')]) fork.append(entry)
    const states = [0, 1, 2, 3, 4].map((version) => [fork.at(version).isEmpty, fork.at(version).isStatic])
    expect(states).toEqual([
      [true, true],
      [true, true],
      [false, true],
      [false, true],
      [false, false],
    ])
  })
})

test('evidence of a fork counts from where it stands', () => {
  const fork = corpusOf([call({})], lazy).fork()
  for (const entry of [call({}), user('Hi')]) fork.append(entry)
  expect([1, 2, 3].map((version) => fork.at(version).isEmpty)).toEqual([true, true, false])
})

test('what cannot be read is told as of its entry, and ends nothing', () => {
  const corpus = new Corpus(lazy)
  corpus.append(user('one'))
  corpus.append({ kind: 'task', role: 'user', text: 7 } as unknown as TranscriptEntry)
  corpus.append(user('see KX-7720'))
  expect([corpus.at(1).hasGap('unreadable'), corpus.hasGap('unreadable')]).toEqual([false, true])
  expect(corpus.find('verbatim', 'kx-7720')).toBe(2)
})

test('all texts are given, though none was learned', () => {
  const corpus = corpusOf([user('one KX-1001'), call({ id: 7 })], lazy).fork()
  corpus.append(user('two KX-1002'))
  expect([...corpus.texts()].map(({ text }) => text)).toEqual(['two KX-1002', 'one KX-1001'])
})

test('what was learned once is not learned again, and what comes later is', () => {
  const corpus = corpusOf([user('see KX-7720')], lazy)
  for (const entries of [1, 1, 2]) {
    if (entries > corpus.version) corpus.append(user('see KX-7721'))
    expect([corpus.find('verbatim', 'see'), corpus.footprint.entries]).toEqual([0, entries])
  }
  expect(corpus.find('verbatim', 'kx-7721')).toBe(1)
})
