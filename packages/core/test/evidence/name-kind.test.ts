import { expect, test } from 'vitest'
import { kindOfKey, kindOfName, wordsOfName } from '../../src/evidence/name-kind.ts'

test.each([
  ['userId', ['user', 'id']],
  ['HTTPServerID', ['http', 'server', 'id']],
  ['order_id', ['order', 'id']],
  ['order-id.value', ['order', 'id', 'value']],
  ['id2Name', ['id2', 'name']],
  ['straßeNr', ['straße', 'nr']],
  ['', []],
  ['__', []],
  ['12', []],
])('%s has the words %j', (name, words) => {
  expect(wordsOfName(name)).toEqual(words)
})

test.each([
  ['userId', 'id'],
  ['account', 'neutral'],
  ['itemCount', 'quantity'],
  ['account_number', 'id'],
  ['house_number', 'quantity'],
  ['sql', 'content'],
  ['file_name', 'naming'],
  ['constructor', 'neutral'],
  ['__proto__', 'neutral'],
  ['toString', 'neutral'],
])('%s is %s', (name, kind) => {
  expect(kindOfName(name)).toBe(kind)
})

test('a key named number or code holds the id of a record', () => {
  expect(['number', 'no', 'code', 'ref', 'pk'].map(kindOfKey)).toEqual(['id', 'id', 'id', 'id', 'id'])
  expect(['price', 'amount', 'count', 'qty'].map(kindOfKey)).toEqual(Array(4).fill('quantity'))
  expect(kindOfKey('seen')).toBe('neutral')
})
