import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGuard } from '../../src/index.ts'
import { discoverHandlers, findHandlers, loadConfig } from '../../src/node.ts'
import { folderOf } from './folder.ts'
import { inNode } from './in-node.ts'
import { mistakesIn } from './loaded.ts'

/** The text of a handler's module. */
const handler = (name: string, more = '') =>
  `${more}\nexport default { name: ${JSON.stringify(name)}, handle() { throw new Error('not asked') } }`

/** The files of a plug-in that offers some handlers, each a module of its own. */
function plugin(name: string, modules: Readonly<Record<string, string>>, at = `node_modules/${name}`) {
  const files: Record<string, string | object> = {}
  const handlers: Record<string, string> = {}
  for (const [key, text] of Object.entries(modules)) {
    handlers[key] = `./dist/${key}.js`
    files[`${at}/dist/${key}.js`] = text
  }
  files[`${at}/package.json`] = { name, type: 'module', exports: './dist/none.js', handrail: { handlers } }
  return files
}

const app = (...dependencies: string[]) => ({
  'package.json': { dependencies: Object.fromEntries(dependencies.map((name) => [name, '*'])) },
})

/** What is discovered, in short, with the lines that would stand on stderr. */
async function discovered(cwd: string, options: { names?: string[]; patienceMs?: number } = {}) {
  const lines: string[] = []
  const { handlers, skipped } = await discoverHandlers({
    cwd,
    ...options,
    onSkipped: (line) => lines.push(line),
  })
  expect(lines).toHaveLength(skipped.length)
  return { names: handlers.map((each) => `${each.name} of ${each.package}`), lines, handlers }
}

describe('handlers of plug-ins', () => {
  test('are found in the direct dependencies of all three kinds, sorted by name', async () => {
    const cwd = folderOf({
      'package.json': {
        dependencies: { zeta: '*', '@team/chat': '*' },
        optionalDependencies: { 'not-installed': '*' },
        devDependencies: { alpha: '*' },
        peerDependencies: { peer: '*' },
      },
      ...plugin('zeta', { ask: handler('ask') }),
      ...plugin('@team/chat', { slack: handler('slack'), email: handler('email') }),
      ...plugin('alpha', { terminal: handler('terminal') }),
      ...plugin('peer', { peer: handler('peer') }),
      ...plugin('indirect', { indirect: handler('indirect') }),
    })
    const { names, lines, handlers } = await discovered(cwd)
    expect(names).toEqual(['ask of zeta', 'email of @team/chat', 'slack of @team/chat', 'terminal of alpha'])
    expect(lines).toEqual([])
    expect(handlers[0]).toMatchObject({ file: join(cwd, 'node_modules/zeta/dist/ask.js') })
    const guard = createGuard({ handler: 'slack', handlers: handlers.map((each) => each.handler) })
    expect(guard.handlers.names()).toEqual(['observe', 'enforce', 'ask', 'email', 'slack', 'terminal'])
  })

  test('may be those of the app itself, which stand before all others', async () => {
    const cwd = folderOf({
      ...plugin('a-plugin', { ask: handler('ask') }),
      'src/ask.mjs': handler('ask'),
      'package.json': { dependencies: { 'a-plugin': '*' }, handrail: { handlers: { ask: './src/ask.mjs' } } },
    })
    const { names, lines, handlers } = await discovered(join(cwd, 'src'))
    expect(names).toEqual(['ask of .'])
    expect(handlers[0]?.file).toBe(join(cwd, 'src/ask.mjs'))
    expect(lines).toEqual([
      'handrail: handler "ask" of package a-plugin cannot be used: this package offers this name too',
    ])
  })

  test('of one name in two packages: the first package by name wins, even when its handler does not load', async () => {
    const cwd = folderOf({
      ...app('b', 'a', 'c'),
      ...plugin('a', { ask: handler('ask'), tell: 'throw new Error("broken")' }),
      ...plugin('b', { ask: handler('ask'), tell: handler('tell') }),
      ...plugin('c', { ask: handler('ask') }),
    })
    const { names, lines } = await discovered(cwd)
    expect(names).toEqual(['ask of a'])
    expect(lines).toEqual([
      'handrail: handler "ask" of package b cannot be used: package a offers this name too',
      'handrail: handler "tell" of package b cannot be used: package a offers this name too',
      'handrail: handler "ask" of package c cannot be used: package a offers this name too',
      'handrail: handler "tell" of package a cannot be used: Error: broken',
    ])
  })

  test('cannot take the name of a built-in one', async () => {
    const cwd = folderOf({
      ...app('evil'),
      ...plugin('evil', { observe: handler('observe'), enforce: 'throw 1' }),
    })
    const { names, lines } = await discovered(cwd)
    expect(names).toEqual([])
    expect(lines).toEqual([
      'handrail: handler "observe" of package evil cannot be used: a built-in handler has this name',
      'handrail: handler "enforce" of package evil cannot be used: a built-in handler has this name',
    ])
  })

  test.each([
    ['throws', 'throw new Error("no\\nway")', 'Error: no way'],
    ['throws what is no error', 'throw null', 'it threw null'],
    ['imports what is not there', 'import "./no.js"', /no\.js/],
    [
      'exports nothing',
      'export {}',
      /^HandrailError: Expected `its default export` to be a handler: .*, got undefined\.$/,
    ],
    ['exports a function', 'export default () => {}', /to be a handler/],
    ['exports a handler without a name', 'export default { handle() {} }', /to be a handler/],
    [
      'exports a handler that waits for nothing',
      'export default { name: "x", handle() {}, timeoutMs: 0 }',
      /timeoutMs/,
    ],
    ['exports a handler of another name', handler('y'), 'its default export is called "y"'],
    [
      'exports what cannot be looked at',
      'export default { get name() { throw 5 }, handle() {} }',
      'it threw 5',
    ],
    ['never ends loading', 'await new Promise(() => {})', 'it did not load within 300 ms'],
  ])('are passed over when the module %s', async (_, text, why) => {
    const cwd = folderOf({ ...app('p'), ...plugin('p', { x: text, fine: handler('fine') }) })
    const { handlers, skipped } = await discoverHandlers({ cwd, patienceMs: 300, onSkipped: () => {} })
    expect(handlers.map((each) => each.name)).toEqual(['fine'])
    expect(skipped).toEqual([{ package: 'p', name: 'x', why: expect.stringMatching(why) }])
  })

  test.each([
    ['leads out of the package', '../q/dist/x.js', 'its file is outside of its package'],
    [
      'is absolute',
      process.platform === 'win32' ? 'C:\\x.js' : '/etc/hostname',
      'its file is outside of its package',
    ],
    ['is the package', '.', 'its file is outside of its package'],
    [
      'is a URL',
      'data:text/javascript,export default 1',
      'there is no file data:text/javascript,export default 1',
    ],
    ['is not there', './dist/no.js', 'there is no file ./dist/no.js'],
    ['is a folder', './dist', 'there is no file ./dist'],
    ['is no text', 5, 'its file is no path'],
    ['is empty', '', 'its file is no path'],
    ['is a link out of the package', './dist/link.js', 'its file is a link out of its package'],
  ])('are passed over when the path %s', async (_, path, why) => {
    const cwd = folderOf({
      ...app('p', 'q'),
      ...plugin('p', {}),
      ...plugin('q', { x: handler('x') }),
      'node_modules/p/dist/own.js': '',
    })
    symlinkSync('../../q/dist/x.js', join(cwd, 'node_modules/p/dist/link.js'))
    const manifest = { handrail: { handlers: { y: path } } }
    writeFileSync(join(cwd, 'node_modules/p/package.json'), JSON.stringify(manifest))
    const { handlers, skipped } = await findHandlers({ cwd })
    expect(handlers.map((each) => each.name)).toEqual(['x'])
    expect(skipped).toEqual([{ package: 'p', name: 'y', why }])
  })

  test.each([
    [
      'is no object',
      { handrail: { handlers: 'x' } },
      'its `handrail.handlers` is no object of names and files',
    ],
    [
      'is a list',
      { handrail: { handlers: ['./x.js'] } },
      'its `handrail.handlers` is no object of names and files',
    ],
    ['lies in no object', { handrail: 5 }, /^its package\.json cannot be read/],
    ['lies in no JSON', '{', /^its package\.json cannot be read/],
  ])('are passed over when the field %s', async (_, manifest, why) => {
    const cwd = folderOf({ ...app('p'), 'node_modules/p/package.json': manifest })
    const { handlers, skipped } = await findHandlers({ cwd })
    expect(handlers).toEqual([])
    expect(skipped).toEqual([{ package: 'p', name: '', why: expect.stringMatching(why) }])
    expect((await discovered(cwd)).lines[0]).toMatch(
      /^handrail: the handlers of package p cannot be used: its/,
    )
  })

  test('are passed over when their name is blank, or their package lies out of node_modules', async () => {
    const cwd = folderOf({
      ...app('p', '../evil'),
      ...plugin('p', { ' ': handler(' ') }),
      ...plugin('evil', { evil: handler('evil') }, 'evil'),
    })
    mkdirSync(join(cwd, 'node_modules'), { recursive: true })
    expect((await discovered(cwd)).lines).toEqual([
      'handrail: handler " " of package p cannot be used: its name is empty',
    ])
    expect((await discovered(cwd)).names).toEqual([])
  })

  test('that are not asked for are not told of, but whole packages are', async () => {
    const cwd = folderOf({
      ...app('p', 'q'),
      ...plugin('p', { a: handler('a'), observe: handler('observe') }),
      'node_modules/q/package.json': '{',
    })
    const { names, lines } = await discovered(cwd, { names: ['a'] })
    expect(names).toEqual(['a of p'])
    expect(lines).toEqual([expect.stringMatching(/^handrail: the handlers of package q cannot be used/)])
  })

  test('may be promises, and are passed over when those fail or never come', () => {
    const cwd = folderOf({
      ...app('p'),
      ...plugin('p', {
        slow: "export default Promise.resolve({ name: 'slow', handle() {} })",
        failing: "export default Promise.reject(new Error('no token'))",
        hanging: 'export default new Promise(() => {})',
      }),
    })
    // In a Node.js of its own: the test runner hands over a module as something else.
    const { stdout, stderr } = inNode(
      cwd,
      `const { handlers } = await discoverHandlers({ patienceMs: 300 })
      console.log(handlers.map(({ name }) => name).join())`,
    )
    expect(stdout).toBe('slow\n')
    expect(stderr.split('\n')).toEqual([
      'handrail: handler "failing" of package p cannot be used: Error: no token',
      'handrail: handler "hanging" of package p cannot be used: Error: it did not load within 300 ms',
      '',
    ])
  })

  test('may be called like a member of every object', async () => {
    const cwd = folderOf({
      ...app('p', '__proto__', '../p', 'constructor'),
      ...plugin('p', { constructor: handler('constructor') }),
    })
    expect((await discovered(cwd)).names).toEqual(['constructor of p'])
  })

  test('may be CommonJS, compiled or not', async () => {
    const cwd = folderOf({
      ...app('p'),
      'node_modules/p/package.json': { handrail: { handlers: { a: 'a.js', b: './b.cjs' } } },
      'node_modules/p/a.js': "module.exports = { name: 'a', handle() {} }",
      'node_modules/p/b.cjs':
        "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = { name: 'b', handle() {} }",
    })
    const { stdout, stderr } = inNode(
      cwd,
      'console.log((await discoverHandlers()).handlers.map((each) => each.name).join())',
    )
    expect({ stdout, stderr }).toEqual({ stdout: 'a,b\n', stderr: '' })
  })

  test('that are TypeScript within node_modules are passed over with what is needed', async () => {
    const cwd = folderOf({
      ...app('p'),
      'node_modules/p/package.json': { type: 'module', handrail: { handlers: { a: './a.ts' } } },
      'node_modules/p/a.ts': handler('a'),
    })
    expect(inNode(cwd, 'await discoverHandlers()').stderr).toBe(
      'handrail: handler "a" of package p cannot be used: Node.js does not run TypeScript in node_modules: name the compiled file\n',
    )
  })

  test('that are not asked for are not imported', async () => {
    const cwd = folderOf({
      ...app('p'),
      ...plugin('p', { a: handler('a'), b: 'console.error("imported")\nthrow new Error("b")' }),
    })
    const asked = inNode(
      cwd,
      'console.log(JSON.stringify([(await findHandlers()).handlers.length, (await discoverHandlers({ names: ["a"] })).handlers.length]))',
    )
    expect(asked).toEqual({ stdout: '[2,1]\n', stderr: '', status: 0 })
  })

  test('are told on stderr, one line each, whatever their name', async () => {
    const cwd = folderOf({ ...app('p'), ...plugin('p', { a: handler('b') }) })
    expect(inNode(cwd, 'await discoverHandlers()').stderr).toBe(
      'handrail: handler "a" of package p cannot be used: its default export is called "b"\n',
    )
    const odd = folderOf({
      ...app('p'),
      'node_modules/p/package.json': { handrail: { handlers: { 'x\ny\u001b[2J': './no\n.js' } } },
    })
    const { lines } = await discovered(odd)
    expect(lines).toEqual([
      'handrail: handler "x\\ny\\u001b[2J" of package p cannot be used: there is no file ./no .js',
    ])
  })
})

describe('packages are found as Node.js finds them', () => {
  const link = (cwd: string, target: string, path: string) => {
    const file = join(cwd, path)
    mkdirSync(dirname(file), { recursive: true })
    symlinkSync(relative(dirname(file), join(cwd, target)), file, 'junction')
  }

  test('in the store of pnpm, behind a link', async () => {
    const store = 'node_modules/.pnpm/p@1.0.0/node_modules'
    const cwd = folderOf({
      ...app('p'),
      ...plugin(
        'p',
        { a: `import { name } from 'needed'\nexport default { name, handle() {} }` },
        `${store}/p`,
      ),
      [`${store}/needed/package.json`]: { name: 'needed', type: 'module', exports: './index.js' },
      [`${store}/needed/index.js`]: "export const name = 'a'",
    })
    link(cwd, `${store}/p`, 'node_modules/p')
    const { names, handlers } = await discovered(cwd)
    expect(names).toEqual(['a of p'])
    expect(handlers[0]?.file).toBe(join(cwd, store, 'p/dist/a.js'))
  })

  test('in a workspace: linked ones, and those that were hoisted to its root', async () => {
    const root = folderOf({
      'package.json': { workspaces: ['packages/*'] },
      'packages/app/package.json': { dependencies: { linked: '*', hoisted: '*' } },
      ...plugin('linked', { a: handler('a') }, 'packages/linked'),
      ...plugin('hoisted', { b: handler('b') }),
    })
    link(root, 'packages/linked', 'node_modules/linked')
    expect((await discovered(join(root, 'packages/app'))).names).toEqual(['a of linked', 'b of hoisted'])
  })

  test('under the name that the app gives it', async () => {
    const cwd = folderOf({
      'package.json': { dependencies: { chat: 'npm:handrail-slack@1' } },
      ...plugin('handrail-slack', { slack: handler('slack') }, 'node_modules/chat'),
    })
    expect((await discovered(cwd)).names).toEqual(['slack of chat'])
  })

  test('and nowhere without a package.json of the app', async () => {
    expect(await discoverHandlers({ cwd: '/' })).toEqual({ handlers: [], skipped: [] })
  })

  test('the package.json of the app itself must be one', async () => {
    for (const manifest of ['{', '[]', 'null', '{ "handrail": 5 }']) {
      const cwd = folderOf({ 'package.json': manifest })
      const [line] = await mistakesIn(discoverHandlers({ cwd }))
      expect(line).toMatch(/^package\.json: Expected a package\.json, but .+\.$/)
    }
    const cwd = folderOf({ 'package.json': '\uFEFF{ "dependencies": 5, "name": null }' })
    expect((await discovered(cwd)).names).toEqual([])
  })
})

describe('a configuration that names the handler of a plug-in', () => {
  test('brings it along, and imports no other', async () => {
    const cwd = folderOf({
      'handrail.toml': 'handler = "slack"',
      ...app('p'),
      ...plugin('p', { slack: handler('slack'), other: 'throw new Error("imported")' }),
    })
    const { options, plugin: from } = await loadConfig({ cwd })
    expect(createGuard(options).handlers.names()).toEqual(['observe', 'enforce', 'slack'])
    expect(from).toEqual({ package: 'p', name: 'slack', file: join(cwd, 'node_modules/p/dist/slack.js') })
  })

  test('brings it along beside the handlers of the module', async () => {
    const cwd = folderOf({
      'handrail.config.mjs': "export default { handler: 'slack', handlers: [{ name: 'own', handle() {} }] }",
      ...app('p'),
      ...plugin('p', { slack: handler('slack') }),
    })
    const { options } = await loadConfig({ cwd })
    expect(createGuard(options).handlers.names()).toEqual(['observe', 'enforce', 'own', 'slack'])
  })

  test('asks no plug-in when the handler is built in, or the module has it', async () => {
    const cwd = folderOf({
      'package.json': '{',
      'a.toml': 'handler = "enforce"',
      'b.mjs': "export default { handler: 'own', handlers: [{ name: 'own', handle() {} }] }",
    })
    expect((await loadConfig({ cwd, file: 'a.toml' })).options).toEqual({ handler: 'enforce' })
    expect((await loadConfig({ cwd, file: 'b.mjs' })).options.handlers).toHaveLength(1)
  })

  test('imports nothing for whoever judges recorded calls, and still checks the name', async () => {
    const cwd = folderOf({
      'handrail.toml': 'handler = "slack"\nmax_actuations = 3',
      'wrong.toml': 'handler = "slak"',
      ...app('p'),
      ...plugin('p', { slack: 'throw new Error("imported")' }),
    })
    const { options, plugin: from } = await loadConfig({ cwd, plugin: 'drop' })
    expect(options).toEqual({ maxActuations: 3 })
    expect(from?.name).toBe('slack')
    const [line] = await mistakesIn(loadConfig({ cwd, file: 'wrong.toml', plugin: 'drop' }))
    expect(line).toContain('Did you mean `slack`?')
  })

  test('fails with the nearest name when there is none', async () => {
    const cwd = folderOf({
      'handrail.toml': '\nhandler = "slak"',
      ...app('p'),
      ...plugin('p', { slack: 'throw new Error("imported")' }),
    })
    expect(await mistakesIn(loadConfig({ cwd }))).toEqual([
      'handrail.toml:2:11: Expected `handler` to be one of observe, enforce, slack, got "slak". Did you mean `slack`?',
    ])
  })

  test('fails with the reason when it cannot be used', async () => {
    const cwd = folderOf({
      'handrail.toml': 'handler = "slack"',
      ...app('p'),
      ...plugin('p', { slack: 'throw new Error("no token")' }),
    })
    expect(await mistakesIn(loadConfig({ cwd }))).toEqual([
      'handrail.toml:1:11: Expected `handler` to be one that loads, got "slack": handler "slack" of package p cannot be used: Error: no token.',
    ])
  })

  test('says on stderr that another package offers the name too', () => {
    const cwd = folderOf({
      'handrail.toml': 'handler = "slack"',
      ...app('p', 'q'),
      ...plugin('p', { slack: handler('slack') }),
      ...plugin('q', { slack: handler('slack') }),
    })
    expect(inNode(cwd, 'console.log((await loadConfig()).plugin.package)')).toEqual({
      stdout: 'p\n',
      stderr: 'handrail: handler "slack" of package q cannot be used: package p offers this name too\n',
      status: 0,
    })
  })
})
