import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGuard } from '../../src/index.ts'
import { loadConfig } from '../../src/node.ts'
import { folderOf } from './folder.ts'
import { loaded } from './loaded.ts'

const everything = `
handler = "enforce"
handler_timeout_ms = 5000
max_actuations = 7
trust_annotations = true

[policy]
on_high_confidence = "DEFER"
on_low_confidence = "WARN"
on_none = "observe"
floor = "warn"
ceiling = "DEFER"

[ceilings]
write = "NUDGE"
destructive = "DEFER"

[repeat]
write = "hold"
destructive = "dispatch"

[intervention.NUDGE]
rank = 15
summary = "a hint"
actuation = "show it"
dispatches = false
returns_synthetic = true
see_also = ["WARN"]

[provenance]
id_words = ["sku"]
numbered_things = ["parcel"]
quantity_words = ["weight"]
content_words = ["remark"]
naming_words = ["nickname"]
kind_words = ["tier"]
units = ["kg"]
role_mailboxes = ["support"]
well_known_literals = ["sha256"]

[tools.cancel_order]
effect = "destructive"
round_trip = false
author = "environment"
input_schema = { type = "object", properties = { order_id = { type = "string" } } }

[tools.cancel_order.args]
order_id = "reference"
"lines.sku" = "new_key"
count = "quantity"
why = "free_text"

[ledger]
file = "logs/handrail.jsonl"
values = "plain"
key_env = "LEDGER_KEY"
`

const options = {
  handler: 'enforce',
  handlerTimeoutMs: 5000,
  maxActuations: 7,
  trustAnnotations: true,
  policy: {
    onHighConfidence: 'DEFER',
    onLowConfidence: 'WARN',
    onNone: 'observe',
    floor: 'warn',
    ceiling: 'DEFER',
  },
  ceilings: { write: 'NUDGE', destructive: 'DEFER' },
  repeat: { write: 'hold', destructive: 'dispatch' },
  provenance: {
    idWords: ['sku'],
    numberedThings: ['parcel'],
    quantityWords: ['weight'],
    contentWords: ['remark'],
    namingWords: ['nickname'],
    kindWords: ['tier'],
    units: ['kg'],
    roleMailboxes: ['support'],
    wellKnownLiterals: ['sha256'],
  },
  tools: {
    cancel_order: {
      effect: 'destructive',
      roundTrip: false,
      author: 'environment',
      inputSchema: { type: 'object', properties: { order_id: { type: 'string' } } },
      args: { order_id: 'reference', 'lines.sku': 'newKey', count: 'quantity', why: 'freeText' },
    },
  },
}

describe('a configuration file', () => {
  test('sets every option of a guard, and the ledger', async () => {
    const cwd = folderOf({ 'handrail.toml': everything })
    const config = await loadConfig({ cwd })
    const { ladder, ...rest } = config.options
    expect(config.file).toBe(join(cwd, 'handrail.toml'))
    expect(rest).toEqual(options)
    expect(ladder?.get('NUDGE')).toMatchObject({ rank: 15, summary: 'a hint', returnsSynthetic: true })
    expect(config.ledger).toEqual({
      file: join(cwd, 'logs/handrail.jsonl'),
      values: 'plain',
      keyEnv: 'LEDGER_KEY',
    })
    expect(config.notices).toEqual([])
    expect(config.given).toContain('policy.on_high_confidence')
    expect(config.given).toContain('tools.cancel_order')
    expect(createGuard(config.options).handlers.names()).toContain('enforce')
  })

  test('says the same as JSON, with comments and a last comma', async () => {
    const { parse } = await import('smol-toml')
    const json = JSON.stringify({ $schema: './schema.json', ...parse(everything) }, null, 2)
    const text = `// Ours.\n${json.replace(/\n\}$/, ', /* the end */ }')}`
    const config = await loaded(text, 'handrail.json')
    const { ladder, ...rest } = config.options
    expect(rest).toEqual(options)
    expect(ladder?.tokens()).toContain('NUDGE')
    expect(config.given).toContain('ledger.key_env')
  })

  test.each([
    ['an empty file', ''],
    ['comments', '# nothing\n'],
    ['empty tables', '[policy]\n[tools]\n[intervention]\n[ceilings]\n'],
  ])('with %s leaves everything built in', async (_, text) => {
    const { options, given, notices } = await loaded(text)
    const [ours, builtIn] = [createGuard(options), createGuard()]
    expect(ours.handlers.names()).toEqual(builtIn.handlers.names())
    expect(Object.values(options).every((table) => Object.keys(table).length === 0)).toBe(true)
    expect({ given, notices }).toEqual({ given: [], notices: [] })
  })

  test('of the reference, with rungs alone, loads unchanged and leaves unknown keys alone', async () => {
    const text = '[intervention.NUDGE]\nrank = "15"\nsee_also = "WARN"\nadded_in = "0.3"\ndispatch = false\n'
    const config = await loaded(text, 'dos.toml')
    expect(config.options.ladder?.get('NUDGE')).toMatchObject({
      rank: 15,
      seeAlso: ['WARN'],
      dispatches: true,
    })
    expect(Object.keys(config.options)).toEqual(['ladder'])
    expect(config.notices).toEqual(['`intervention.NUDGE.dispatch` means nothing: `dispatches` is known.'])
  })

  test('of the reference may hold tables of other tools, and says so', async () => {
    const text = '[reasons.LATE]\ncategory = "x"\n[intervention.NUDGE]\nrank = 15\n'
    const config = await loaded(text, 'dos.toml')
    expect(config.options.ladder?.isKnown('NUDGE')).toBe(true)
    expect(config.notices).toEqual(['The table `reasons` is left to other tools.'])
  })

  test.each([
    ['TOML', 'handrail.toml', 'handler_timeout_ms = inf'],
    ['TOML, in words', 'handrail.toml', 'handler_timeout_ms = "infinity"'],
    ['JSON', 'handrail.json', '{ "handler_timeout_ms": "infinity" }'],
  ])('lets a handler wait without limit in %s', async (_, name, text) => {
    expect((await loaded(text, name)).options.handlerTimeoutMs).toBe(Number.POSITIVE_INFINITY)
  })

  test('may begin with a byte order mark and end its lines as Windows does', async () => {
    const text = '\uFEFFhandler = "enforce"\r\n[policy]\r\nceiling = "BLOCK"\r\n'
    expect((await loaded(text)).options).toEqual({ handler: 'enforce', policy: { ceiling: 'BLOCK' } })
    expect((await loaded('\uFEFF{ "handler": "enforce" }', 'handrail.json')).options.handler).toBe('enforce')
  })

  test('may know tools and rungs by names that every object has', async () => {
    const { options } = await loaded(
      '[tools.constructor]\neffect = "destructive"\n[tools.toString]\neffect = "write"\n[intervention.__proto__]\nrank = 12\n',
    )
    expect(Object.entries(options.tools ?? {})).toEqual([
      ['constructor', { effect: 'destructive' }],
      ['toString', { effect: 'write' }],
    ])
    expect(options.ladder?.tokens()).toContain('__PROTO__')
    const guard = createGuard(options)
    const call = { toolCallId: '1', toolName: 'constructor', args: {} }
    expect(guard.assess(call, guard.corpus()).effect).toEqual({ effect: 'destructive', from: 'traits' })
  })

  test('keeps a ledger with what is built in when its table is empty, and none without the table', async () => {
    const config = await loaded('[ledger]\n')
    expect(config.ledger).toEqual({
      file: expect.stringMatching(/handrail-ledger\.jsonl$/),
      values: 'digest',
    })
    expect('ledger' in (await loaded(''))).toBe(false)
  })
})
