import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/node.ts'
import { folderOf } from './folder.ts'
import { loaded, mistakesIn } from './loaded.ts'

const RUNGS = 'OBSERVE, WARN, BLOCK, DEFER'

describe('a mistake in a configuration file is told with its place and the nearest name', () => {
  test.each([
    [
      'a misspelt key',
      '[policy]\non_high = "BLOCK"',
      '2:1: Expected `policy` to have no keys but on_high_confidence, on_low_confidence, on_none, floor, ceiling, got "on_high". Did you mean `on_high_confidence`?',
    ],
    [
      'a key in the spelling of code',
      '[policy]\nonHighConfidence = "BLOCK"',
      '2:1: Expected `policy` to have no keys but on_high_confidence, on_low_confidence, on_none, floor, ceiling, got "onHighConfidence". Did you mean `on_high_confidence`?',
    ],
    [
      'a misspelt table',
      '\n  [polcy]\n',
      '2:4: Expected the configuration to have no keys but handler, handler_timeout_ms, max_actuations, trust_annotations, policy, ceilings, repeat, intervention, provenance, tools, ledger, got "polcy". Did you mean `policy`?',
    ],
    [
      'a rung that is none',
      '[policy]\nceiling = "BLOK"',
      `2:11: Expected \`policy.ceiling\` to be one of ${RUNGS}, got "BLOK". Did you mean \`BLOCK\`?`,
    ],
    [
      'a ceiling that is none',
      'ceilings = { write = "warm" }',
      `1:22: Expected \`ceilings.write\` to be one of ${RUNGS}, got "warm". Did you mean \`WARN\`?`,
    ],
    [
      'a misspelt rung of its own',
      '[intervention.NUDGE]\nrank = 15\n[policy]\nfloor = "NUGDE"',
      `4:9: Expected \`policy.floor\` to be one of ${RUNGS}, NUDGE, got "NUGDE". Did you mean \`NUDGE\`?`,
    ],
    [
      'an effect that is none',
      '[tools.pay]\neffect = "destroy"',
      '2:10: Expected `tools.pay.effect` to be one of read, write, destructive, got "destroy". Did you mean `destructive`?',
    ],
    [
      'a role that is none',
      '[tools.pay.args]\nid = "newKey"',
      '2:6: Expected `tools.pay.args.id` to be one of reference, new_key, quantity, free_text, got "newKey". Did you mean `new_key`?',
    ],
    [
      'two letters that changed places',
      '[policy]\nfloor = "WRAN"',
      `2:9: Expected \`policy.floor\` to be one of ${RUNGS}, got "WRAN". Did you mean \`WARN\`?`,
    ],
    ['a date', 'handler = 2020-01-01', '1:11: Expected `handler` to be text, got "2020-01-01".'],
    [
      'a date where anything may stand',
      '[tools.x]\ninput_schema = { a = 2020-01-01 }',
      '2:22: Expected `tools.x.input_schema.a` to be no date, got "2020-01-01".',
    ],
    [
      'a handler that nobody knows',
      'max_actuations = 1\nhandler = "enforc"',
      '2:11: Expected `handler` to be one of observe, enforce, got "enforc". Did you mean `enforce`?',
    ],
    [
      'a rule for repeats that is none',
      'repeat.write = "holds"',
      '1:16: Expected `repeat.write` to be one of dispatch, hold, got "holds". Did you mean `hold`?',
    ],
    [
      'a number in words',
      'handler_timeout_ms = "soon"',
      '1:22: Expected `handler_timeout_ms` to be a number of milliseconds above 0, or "infinity", got "soon".',
    ],
    [
      'no time',
      'handler_timeout_ms = 0',
      '1:22: Expected `handler_timeout_ms` to be a number of milliseconds above 0, or "infinity", got 0.',
    ],
    [
      'half an answer',
      'max_actuations = 1.5',
      '1:18: Expected `max_actuations` to be an integer from 0, got 1.5.',
    ],
    [
      'a word for a flag',
      'trust_annotations = "yes"',
      '1:21: Expected `trust_annotations` to be true or false, got "yes".',
    ],
    ['a value for a table', 'policy = 5', '1:10: Expected `policy` to be a table, got 5.'],
    [
      'a list for a table',
      '[[tools]]\neffect = "read"',
      '1:3: Expected `tools` to be a table, got [{"effect":"read"}].',
    ],
    ['a date for a table', 'policy = 1979-05-27', '1:10: Expected `policy` to be no date, got "1979-05-27".'],
    [
      'a value for a tool',
      '[tools]\npay = "destructive"',
      '2:7: Expected `tools.pay` to be a table, got "destructive".',
    ],
    [
      'a word for a list',
      '[provenance]\nid_words = "sku"',
      '2:12: Expected `provenance.id_words` to be a list of texts, got "sku".',
    ],
    [
      'a number in a list',
      '[provenance]\nid_words = [\n  "sku",\n  5,\n]',
      '4:3: Expected `provenance.id_words.1` to be text, got 5.',
    ],
    [
      'no word in a list',
      '[provenance]\nid_words = ["sku", "5"]',
      '2:20: Expected `provenance.id_words.1` to be a word or several, as they stand in names, got "5".',
    ],
    [
      'a word in two lists',
      '[provenance]\nid_words = ["sku"]\nkind_words = ["SKU"]',
      '3:14: Expected `provenance.kind_words` to have no words of `id_words`, got "SKU".',
    ],
    [
      'a policy with its bottom above its top',
      '[policy]\nfloor = "DEFER"',
      '2:9: Expected `policy.floor` to be no more disruptive than `policy.ceiling` (BLOCK), because a window needs its bottom below its top, got "DEFER".',
    ],
    [
      'a policy that acts harder on less',
      '[policy]\non_high_confidence = "WARN"\non_low_confidence = "BLOCK"',
      '3:21: Expected `policy.on_low_confidence` to be no more disruptive than `policy.on_high_confidence` (WARN), because a lower confidence must never act harder, got "BLOCK".',
    ],
    [
      'a policy that names what it never reaches',
      'policy.on_high_confidence = "DEFER"',
      '1:29: Expected `policy.on_high_confidence` to be no more disruptive than `policy.ceiling` (BLOCK), because a rung above the ceiling is never reached, got "DEFER".',
    ],
    [
      'a rung of a rank that is taken',
      '[intervention.NUDGE]\nrank = 10',
      '2:8: Expected `intervention.NUDGE.rank` to differ from the rank of WARN, because the order of disruption must be strict, got 10.',
    ],
    [
      'a rung without a rank',
      '[intervention.NUDGE]\nsummary = "a"',
      '1:15: Expected `intervention.NUDGE.rank` to be an integer from 0, got none.',
    ],
    [
      'a rung with a rank in words',
      '[intervention.NUDGE]\nrank = "high"',
      '2:8: Expected `intervention.NUDGE.rank` to be an integer from 0, got "high".',
    ],
    [
      'a rung that contradicts itself',
      '[intervention.NUDGE]\nrank = 15\nreturns_synthetic = true',
      '3:21: Expected `intervention.NUDGE.returns_synthetic` to be false on a rung that dispatches the call, because a synthetic result replaces a withheld one, got true.',
    ],
    [
      'a built-in rung declared again',
      '[intervention.warn]\nrank = 11',
      '1:15: Expected `intervention` to declare every rung once, got "warn".',
    ],
    [
      'a rung that is no table',
      '[intervention]\nNUDGE = 15',
      '2:9: Expected `intervention.NUDGE` to be a table, got 15.',
    ],
    ['rungs that are no table', 'intervention = 15', '1:16: Expected `intervention` to be a table, got 15.'],
    [
      'a tool that would lose its traits',
      '[tools.__proto__]\neffect = "read"',
      '1:8: Expected `tools` to have other keys than `__proto__`.',
    ],
    [
      'an argument that would lose its role',
      '[tools.a.args]\n"__proto__" = "reference"',
      '2:1: Expected `tools.a.args` to have other keys than `__proto__`.',
    ],
    [
      'a table called __proto__',
      '[__proto__]\nceiling = "WARN"',
      '1:2: Expected the configuration to have no keys but handler, handler_timeout_ms, max_actuations, trust_annotations, policy, ceilings, repeat, intervention, provenance, tools, ledger, got "__proto__".',
    ],
    [
      'a key with a break in it',
      '[tools."a\\nb"]\neffect = 1',
      '2:10: Expected `tools."a\\nb".effect` to be one of read, write, destructive, got 1.',
    ],
    [
      'a ledger of something else',
      '[ledger]\nvalues = "hash"',
      '2:10: Expected `ledger.values` to be one of digest, plain, got "hash".',
    ],
    [
      'a ledger without a file',
      '[ledger]\nfile = ""',
      '2:8: Expected `ledger.file` to be the path of a file, got "".',
    ],
    ['an empty handler', 'handler = ""', '1:11: Expected `handler` to be the name of a handler, got "".'],
    [
      'a table within a list within a line',
      'tools = { a = { args = { b = "reference", c = "id" } } }',
      '1:47: Expected `tools.a.args.c` to be one of reference, new_key, quantity, free_text, got "id".',
    ],
  ])('%s', async (_, text, sentence) => {
    expect(await mistakesIn(loaded(text))).toEqual([`handrail.toml:${sentence}`])
    // Where lines end as on Windows, behind a byte order mark, it is told at the same place.
    const onWindows = `\uFEFF${text.replaceAll('\n', '\r\n')}`
    expect(await mistakesIn(loaded(onWindows))).toEqual([`handrail.toml:${sentence}`])
  })

  test.each(['handed_over_to = 1', `handler_${'x'.repeat(100)} = 1`])(
    'guesses nothing where two names are as near, or the name is no typing mistake: %#',
    async (text) => {
      expect((await mistakesIn(loaded(text))).join()).not.toContain('Did you mean')
    },
  )

  test('all of them, in the order of the file, a line each', async () => {
    const text =
      '[tools.x]\nefect = "read"\neffect = "reed"\n[ceilings]\nread = "WARN"\n[policy]\nceiling = "BLOK"\n[intervention.X]\nrank = 10\n'
    const lines = await mistakesIn(loaded(text))
    expect(lines.map((line) => line.split(': ')[0])).toEqual([
      'handrail.toml:2:1',
      'handrail.toml:3:10',
      'handrail.toml:5:1',
      'handrail.toml:9:8',
    ])
  })

  test('but no more than twenty', async () => {
    const lines = await mistakesIn(loaded(Array.from({ length: 50 }, (_, n) => `key_${n} = 1`).join('\n')))
    expect(lines).toHaveLength(21)
    expect(lines.at(-1)).toBe('handrail.toml: Expected no more mistakes, got 30 more.')
  })
})

describe('a mistake in JSON', () => {
  test.each([
    [
      '{\n  "policy": { "ceiling": "BLOK" } }',
      `2:26: Expected \`policy.ceiling\` to be one of ${RUNGS}, got "BLOK". Did you mean \`BLOCK\`?`,
    ],
    ['{\n  "provenance": { "units": ["kg", 5] } }', '2:35: Expected `provenance.units.1` to be text, got 5.'],
    [
      '{\n  // ours\n  "handlr": "observe" }',
      '3:3: Expected the configuration to have no keys but handler, handler_timeout_ms, max_actuations, trust_annotations, policy, ceilings, repeat, intervention, provenance, tools, ledger, got "handlr". Did you mean `handler`?',
    ],
    [
      '{ "tools": { "__proto__": { "effect": "read" } } }',
      '1:14: Expected `tools` to have other keys than `__proto__`.',
    ],
    ['{ "policy": {},\n  "policy": {} }', '2:3: Expected JSON, but this key stands twice.'],
    [
      '{ "intervention": { "X": { } } }',
      '1:21: Expected `intervention.X.rank` to be an integer from 0, got none.',
    ],
    ['{ "policy": null }', '1:13: Expected `policy` to be a table, got null.'],
    ['[]', '1:1: Expected the configuration to be a table, got [].'],
    ['"enforce"', '1:1: Expected the configuration to be a table, got "enforce".'],
    ['', '1:1: Expected JSON, but a value is missing.'],
    ['{\n  "handler": "observe"', '2:23: Expected JSON, but a closing brace is missing.'],
    ['{ handler: "observe" }', '1:3: Expected JSON, but this is no value.'],
    ['{ "handler": observe }', '1:14: Expected JSON, but this is no value.'],
    ['{ "handler": "observe }', '1:14: Expected JSON, but a text does not end.'],
    ['{} {}', '1:4: Expected JSON, but more stands behind its end.'],
    ['{ "a": "\\x" }', '1:8: Expected JSON, but an escape is unknown.'],
  ])('%s', async (text, sentence) => {
    expect(await mistakesIn(loaded(text, 'handrail.json'))).toEqual([`handrail.json:${sentence}`])
  })

  test.each([
    [
      'handrail.json',
      `{"tools":${'{"a":'.repeat(50_000)}`,
      'JSON, got objects that lie too deep in each other',
    ],
    ['handrail.toml', `a = ${'['.repeat(50_000)}`, 'TOML'],
    ['handrail.toml', `a = ${'{b='.repeat(50_000)}`, 'TOML'],
  ])('%s that is nested without end', async (name, text, sentence) => {
    const [line, ...others] = await mistakesIn(loaded(text, name))
    expect(line).toContain(`Expected ${sentence}`)
    expect(others).toEqual([])
  })
})

describe('a mistake in TOML', () => {
  test.each([
    ['a value is missing', 'handler = ', '1:11'],
    ['a key stands twice', '[policy]\nfloor = "WARN"\nfloor = "WARN"', '3:1'],
    ['a table stands twice', '[policy]\nfloor = "WARN"\n[policy]\n', '3:1'],
    ['a table does not end', '\n[policy', '2:8'],
    ['a text does not end', 'handler = "observe', '1:11'],
    ['a number that no double holds', 'max_actuations = 9007199254740993', '1:18'],
  ])('%s', async (_, text, place) => {
    const [line, ...others] = await mistakesIn(loaded(text))
    expect(line).toMatch(/^handrail\.toml:\d+:\d+: Expected TOML, but [^.]+\.$/)
    expect(line?.split(':')[1]).toBe(place.split(':')[0])
    expect(others).toEqual([])
  })
})

describe('a file that cannot be read', () => {
  test('is not there', async () => {
    const loading = loadConfig({ cwd: folderOf(), file: 'other.toml' })
    expect(await mistakesIn(loading)).toEqual(['other.toml: Expected a file that can be read, got none.'])
  })

  test('is a folder', async () => {
    const cwd = folderOf()
    mkdirSync(join(cwd, 'handrail.toml'))
    expect(await mistakesIn(loadConfig({ cwd }))).toEqual(['handrail.toml: Expected a file, got a folder.'])
  })

  test.skipIf(process.getuid?.() === 0)('is not for us', async () => {
    const cwd = folderOf({ 'handrail.toml': '' })
    chmodSync(join(cwd, 'handrail.toml'), 0)
    expect(await mistakesIn(loadConfig({ cwd }))).toEqual([
      'handrail.toml: Expected a file that can be read, got EACCES.',
    ])
  })

  test('is a link to itself', async () => {
    const cwd = folderOf()
    symlinkSync('handrail.toml', join(cwd, 'handrail.toml'))
    expect(await mistakesIn(loadConfig({ cwd }))).toEqual([
      'handrail.toml: Expected a file that can be read, got ELOOP.',
    ])
  })

  test('is huge', async () => {
    const cwd = folderOf({ 'handrail.toml': '' })
    for (const size of [2 ** 33, 2 ** 20 + 1]) {
      truncateSync(join(cwd, 'handrail.toml'), size)
      expect(await mistakesIn(loadConfig({ cwd }))).toEqual([
        `handrail.toml: Expected at most 1048576 bytes, got ${size}.`,
      ])
    }
  })

  test('has another encoding', async () => {
    const latin1 = Buffer.from('handler = "observe"\n# Gr\u00fc\u00dfe\n', 'latin1')
    expect(await mistakesIn(loaded(latin1))).toEqual([
      'handrail.toml:2:1: Expected the file to be UTF-8, got other bytes in this line.',
    ])
    for (const swap of [false, true]) {
      const utf16 = Buffer.from('\uFEFFhandler = "observe"', 'utf16le')
      expect(await mistakesIn(loaded(swap ? utf16.swap16() : utf16))).toEqual([
        'handrail.toml: Expected the file to be UTF-8, got UTF-16.',
      ])
    }
  })

  test('has an ending that says nothing', async () => {
    const cwd = folderOf()
    writeFileSync(join(cwd, 'handrail.yaml'), '')
    expect(await mistakesIn(loadConfig({ cwd, file: 'handrail.yaml' }))).toEqual([
      'handrail.yaml: Expected a file that ends in one of .toml, .json, .jsonc, .ts, .mts, .js, .mjs, got ".yaml".',
    ])
  })
})
