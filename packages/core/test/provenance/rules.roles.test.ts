import { describe, expect, expectTypeOf, test } from 'vitest'
import { corpusOf } from '../../src/evidence/corpus.ts'
import type { ArgRole, ToolCall, ToolTraits } from '../../src/index.ts'
import { createGuard } from '../../src/index.ts'
import { classifyCall } from '../../src/provenance/classify-call.ts'
import { argOn, stanceOn, user } from '../evidence/transcripts.ts'

const task = user('nothing of the kind')
const withRoles = (args: NonNullable<ToolTraits['args']>, inputSchema?: ToolTraits['inputSchema']) =>
  corpusOf([task], { tools: { update_record: { args, ...(inputSchema && { inputSchema }) } } })

describe('R7: roles that the host declares', () => {
  test.each<ArgRole>(['newKey', 'quantity', 'freeText'])('%s: not judged, whatever the name', (role) => {
    const arg = argOn(withRoles({ order_id: role }), 'order_id', 'W7720145')
    expect(arg).toMatchObject({ stance: 'ABSTAIN', isReference: false })
    expect(arg.reason).toMatch(/^declared to be /)
  })

  test.each(['title', 'note', 'amount', 'path', 'model', 'target'])(
    'a reference is judged as an id, although it is called %s',
    (name) => {
      const corpus = withRoles({ [name]: 'reference' })
      for (const value of ['INC7720145', '77', 'QWXYZ', ['77']])
        expect(stanceOn(corpus, name, value)).toBe('UNSUPPORTED')
      expect(stanceOn(corpus, name, 'two words 77'), 'what cannot be an id is none').toBe('ABSTAIN')
    },
  )

  test('a reference is judged whatever its format is, but not what the schema names', () => {
    const schema = { properties: { slot: { format: 'date', enum: ['S-7700'], readOnly: true } } }
    const corpus = withRoles({ slot: 'reference' }, schema)
    expect(stanceOn(corpus, 'slot', 'S-7720')).toBe('UNSUPPORTED')
    expect(stanceOn(corpus, 'slot', 'S-7700')).toBe('ABSTAIN')
  })

  test('names of arguments come from models: inherited ones have no role', () => {
    const corpus = withRoles({ order_id: 'newKey' })
    for (const name of ['constructor', '__proto__', 'toString'])
      expect(stanceOn(corpus, name, 'INC7720145')).toBe('UNSUPPORTED')
  })

  test('an argument that is not judged is not read', () => {
    const arg = {
      name: 'body',
      get value(): never {
        throw new Error('read')
      },
    }
    const call = { toolName: 't', args: [arg], argRoles: { body: 'freeText' } as const }
    expect(classifyCall(call, corpusOf([task])).args[0]?.reason).toBe('declared to be free text')
  })
})

describe('R7: roles of what lies within an argument', () => {
  const items = [{ sku: 'KX-7720', note: 'N-7720', lot: { code: 'L-7720x' } }]

  test('a dotted path names a value, through lists', () => {
    const corpus = withRoles({ 'items.sku': 'newKey', 'items.lot.code': 'freeText' })
    expect(stanceOn(corpus, 'items', items)).toBe('ABSTAIN')
    expect(stanceOn(corpus, 'items', [[items]])).toBe('ABSTAIN')
    expect(stanceOn(corpus, 'items', [{ sku: 'KX-7720', id: 'KX-7720' }])).toBe('UNSUPPORTED')
    expect(stanceOn(corpus, 'lines', items), 'another argument').toBe('UNSUPPORTED')
  })

  test('an exemption holds for all that lies in the value, until a longer path says otherwise', () => {
    expect(stanceOn(withRoles({ items: 'freeText' }), 'items', items)).toBe('ABSTAIN')
    const corpus = withRoles({ items: 'freeText', 'items.note': 'reference' })
    expect(stanceOn(corpus, 'items', [{ sku: 'KX-7720' }])).toBe('ABSTAIN')
    expect(stanceOn(corpus, 'items', items)).toBe('UNSUPPORTED')
  })

  test('a reference is one value: members of an object have names of their own', () => {
    const corpus = withRoles({ payload: 'reference' })
    expect(stanceOn(corpus, 'payload', { note: 'N-7720', amount: 7720 })).toBe('ABSTAIN')
    expect(stanceOn(corpus, 'payload', ['77'])).toBe('UNSUPPORTED')
  })
})

describe('R19: keys that the call brings into being', () => {
  test('are never guessed from the name of the tool', () => {
    const args = [{ name: 'username', value: 'zed_7720' }]
    for (const toolName of ['create_user', 'register', 'add_account'])
      expect(classifyCall({ toolName, args }, corpusOf([task])).believe).toBe(false)
  })

  test('are left alone when they are declared', () => {
    const tools = { create_user: { args: { username: 'newKey' } } } as const
    const args = [
      { name: 'username', value: 'zed_7720' },
      { name: 'group_id', value: '7720' },
    ]
    expect(classifyCall({ toolName: 'create_user', args }, corpusOf([task], { tools })).unsupported).toEqual([
      'group_id',
    ])
  })
})

describe('roles reach the verdict by every way', () => {
  const args = { order_id: 'W7720145' }
  const call = { toolCallId: 'c', toolName: 'update_record', args }

  test('the traits of a guard, over a corpus that knows none', () => {
    const guard = createGuard({ tools: { update_record: { args: { order_id: 'newKey' } } } })
    expect(guard.assess(call, corpusOf([task])).verdict.believe).toBe(true)
    expect(createGuard().assess(call, corpusOf([task])).verdict.believe).toBe(false)
  })

  test('the traits of the corpus, and the call itself', () => {
    const judged = [{ name: 'order_id', value: 'W7720145' }]
    expect(stanceOn(withRoles({ order_id: 'newKey' }), 'order_id', 'W7720145')).toBe('ABSTAIN')
    const own = { toolName: 't', args: judged, argRoles: { order_id: 'newKey' } as const }
    expect(classifyCall(own, corpusOf([task])).believe).toBe(true)
  })

  test('types', () => {
    expectTypeOf<ArgRole>().toEqualTypeOf<'reference' | 'newKey' | 'quantity' | 'freeText'>()
    expectTypeOf<ToolTraits['args']>().toEqualTypeOf<Readonly<Record<string, ArgRole>> | undefined>()
    expectTypeOf<ToolCall['argRoles']>().toEqualTypeOf<ToolTraits['args']>()
    // @ts-expect-error no such role
    expectTypeOf<{ args: { a: 'id' } }>().toExtend<ToolTraits>()
  })
})
