import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGuard } from '../../src/index.ts'
import { loadConfig } from '../../src/node.ts'
import { folderOf } from './folder.ts'
import { inNode } from './in-node.ts'
import { loaded, mistakesIn } from './loaded.ts'

describe('a configuration module', () => {
  test('exports the options of a guard, and the ledger', async () => {
    const cwd = folderOf({
      'package.json': { type: 'module' },
      'handrail.config.ts': `
        const strict: boolean = true
        export default {
          handler: strict ? 'own' : 'observe',
          handlers: [{ name: 'own', handle: () => { throw new Error('never asked') } }],
          policy: { ceiling: 'BLOCK' },
          extraEvidence: () => 'the instructions',
          ledger: { file: 'logs/h.jsonl', keyEnv: 'KEY' },
        }`,
    })
    const { file, options, ledger, given } = await loadConfig({ cwd })
    expect(file).toBe(join(cwd, 'handrail.config.ts'))
    expect(createGuard(options).handlers.names()).toEqual(['observe', 'enforce', 'own'])
    expect(ledger).toEqual({ file: join(cwd, 'logs/h.jsonl'), values: 'digest', keyEnv: 'KEY' })
    expect(given).toEqual([
      'handler',
      'handlers',
      'policy.ceiling',
      'extraEvidence',
      'ledger.file',
      'ledger.keyEnv',
    ])
  })

  test.each(['handrail.config.mjs', 'handrail.config.js'])('may be %s', async (name) => {
    const cwd = folderOf({
      'package.json': { type: 'module' },
      [name]: "export default { handler: 'enforce' }",
    })
    expect((await loadConfig({ cwd })).options).toEqual({ handler: 'enforce' })
  })

  test('may export a promise, or an object that inherits nothing', () => {
    const cwd = folderOf({
      'a.mjs': "export default Promise.resolve({ handler: 'enforce' })",
      'b.mjs': "export default Object.assign(Object.create(null), { handler: 'enforce' })",
      'c.mjs': "export default Promise.reject(new Error('no secret'))",
    })
    // In a Node.js of its own: the test runner hands over a module as something else.
    const { stdout } = inNode(
      cwd,
      `for (const name of ['a', 'b', 'c'])
        await loadConfig({ file: name + '.mjs' }).then(
          ({ options }) => console.log(options.handler),
          ({ message }) => console.log(message),
        )`,
    )
    expect(stdout).toBe('enforce\nenforce\nc.mjs:1:31: Expected the module to load, but Error: no secret.\n')
  })

  test('may be CommonJS', async () => {
    const cwd = folderOf({
      'package.json': {},
      'handrail.config.js': "module.exports = { handler: 'enforce' }",
    })
    expect((await loadConfig({ cwd })).options).toEqual({ handler: 'enforce' })
  })

  test.each([
    ['throws', "\n  throw new Error('no\\nway')", ':2:9: Expected the module to load, but Error: no way.'],
    ['throws what is no error', 'throw 5', ': Expected the module to load, but it threw 5.'],
    ['imports what is not there', "import './no.mjs'", ': Expected the module to load, but '],
    [
      'exports nothing',
      'export {}',
      ': Expected the default export to be the options of a guard, got undefined.',
    ],
    [
      'exports a function',
      'export default () => ({})',
      ': Expected the default export to be the options of a guard, got a function.',
    ],
    [
      'exports a list',
      'export default []',
      ': Expected the default export to be the options of a guard, got [].',
    ],
    [
      'exports keys of a file',
      'export default { max_actuations: 5 }',
      'got "max_actuations". Did you mean `maxActuations`?',
    ],
    [
      'exports a rung that is none',
      "export default { policy: { ceiling: 'BLOK' } }",
      ': Expected `policy.ceiling` to be one of OBSERVE, WARN, BLOCK, DEFER, got "BLOK". Did you mean `BLOCK`?',
    ],
    [
      'exports a handler that nobody knows',
      "export default { handler: 'enforcer' }",
      ': Expected `handler` to be one of observe, enforce, got "enforcer". Did you mean `enforce`?',
    ],
    [
      'exports a handler that is none',
      "export default { handler: { name: 'x' } }",
      'Expected `options.handler` to be the name of a handler, or a handler',
    ],
    [
      'exports a ledger that is none',
      "export default { ledger: 'file' }",
      ": Expected `ledger` to be an object of file, values, keyEnv, with `values` 'digest' or 'plain', got \"file\".",
    ],
    [
      'exports an object of a class, whose getters would be passed over',
      "export default new (class Settings { get handler() { return 'enforce' } })()",
      ': Expected the default export to be the options of a guard, a plain object, got an object of a class.',
    ],
    [
      'exports a map',
      "export default new Map([['handler', 'enforce']])",
      ': Expected the default export to be the options of a guard, a plain object, got an object of a class.',
    ],
    [
      'inherits its options',
      "export default Object.create({ handler: 'enforce' })",
      ': Expected the default export to be the options of a guard, a plain object, got an object of a class.',
    ],
    [
      'exports a getter that throws',
      "export default { get ledger() { throw new Error('no disk') } }",
      ': Expected the default export to be the options of a guard, but it cannot be read: Error: no disk.',
    ],
    [
      'exports options that throw as they are read',
      "export default { tools: { get find() { throw new Error('no network') } } }",
      ': Expected the default export to be the options of a guard, but it cannot be read: Error: no network.',
    ],
    [
      'throws an error that throws',
      "throw Object.defineProperty(new Error('x'), 'stack', { get() { throw 1 } })",
      ': Expected the module to load, but Error: x.',
    ],
    [
      'throws an error without a code that can be read',
      "throw Object.defineProperty(new Error('x'), 'code', { get() { throw 1 } })",
      ': Expected the module to load, but it threw something that cannot be printed.',
    ],
  ])('that %s is one sentence', async (_, text, sentence) => {
    const [line, ...others] = await mistakesIn(loaded(text, 'handrail.config.mjs'))
    expect(line).toMatch(/^handrail\.config\.mjs:/)
    expect(line).toContain(sentence)
    expect(others).toEqual([])
  })

  test('with a mistake in its syntax is one sentence', () => {
    const cwd = folderOf({ 'handrail.config.mjs': 'export default {\n  handler: :\n}' })
    const { stdout, stderr } = inNode(cwd, 'await loadConfig().catch((error) => console.log(error.message))')
    expect(stderr).toBe('')
    expect(stdout).toMatch(
      /^handrail\.config\.mjs:2:1: Expected the module to load, but SyntaxError: [^\n]+\.\n$/,
    )
  })

  test('that is a folder, or not there', async () => {
    const cwd = folderOf({ 'handrail.config.mjs/x': '' })
    expect(await mistakesIn(loadConfig({ cwd }))).toEqual([
      'handrail.config.mjs: Expected a file, got a folder.',
    ])
    expect(await mistakesIn(loadConfig({ cwd, file: 'no.mjs' }))).toEqual([
      'no.mjs: Expected a file that can be read, got none.',
    ])
  })

  test('in TypeScript says what is needed where Node.js runs none', () => {
    const cwd = folderOf({ 'package.json': { type: 'module' }, 'handrail.config.ts': 'export default {}' })
    const { stdout, stderr } = inNode(
      cwd,
      `const { registerHooks } = await import('node:module')
      registerHooks({
        load(url, context, next) {
          if (!url.endsWith('handrail.config.ts')) return next(url, context)
          throw Object.assign(new TypeError('Unknown file extension'), { code: 'ERR_UNKNOWN_FILE_EXTENSION' })
        },
      })
      await loadConfig().catch((error) => console.log(error.message))`,
    )
    expect(stderr).toBe('')
    expect(stdout).toBe(
      'handrail.config.ts: Expected the module to load, but this Node.js does not run TypeScript: use Node.js 22.18 or newer, or JavaScript.\n',
    )
  })
})
