import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyFolder, handrail } from './support/run.ts'
import { WEAK } from './support/traces.ts'

/** An app with a configuration, and with our adapters and their frameworks installed. */
async function app(toml?: string): Promise<string> {
  const cwd = await emptyFolder()
  writeFileSync(join(cwd, 'package.json'), '{"type":"module"}')
  symlinkSync(join(import.meta.dirname, '../node_modules'), join(cwd, 'node_modules'), 'junction')
  if (toml !== undefined) writeFileSync(join(cwd, 'handrail.toml'), toml)
  return cwd
}

const diagnose = async (args: readonly string[], cwd: string) => {
  const { code, stdout, stderr } = await handrail(['doctor', '--json', ...args], { cwd })
  return { code, stderr, found: stdout === '' ? undefined : JSON.parse(stdout) }
}

test('says that a guard which observes is not armed, and what would happen', async () => {
  const cwd = await app()
  const { code, stdout, stderr } = await handrail(['doctor'], { cwd })
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  expect(stdout).toMatch(
    /^Handrail is not armed\.\n {2}- The handler is observe: every call runs and is recorded/,
  )
  expect(stdout).toMatch(/^ {2}handler +observe +built in$/m)
  expect(stdout).toMatch(/^ {2}destructive +BLOCK +WARN +OBSERVE +BLOCK$/m)
  expect(stdout).toMatch(/ok {2}delete_canary_order .* with an id that nobody named: flagged, HIGH -> BLOCK/)
})

test('finds a guard armed that acts on a made-up id and not on a real one', async () => {
  const cwd = await app('handler = "enforce"\n')
  const { code, found } = await diagnose([], cwd)
  expect({ code, found }).toMatchObject({
    code: 0,
    found: {
      schema: 'handrail.doctor/1',
      armed: true,
      notArmed: [],
      checked: 'settings',
      handlers: { inUse: 'enforce', active: [{ name: 'observe' }, { name: 'enforce' }], skipped: [] },
    },
  })
  const names = found.versions.map(({ name }: { name: string }) => name)
  expect(names).toEqual(expect.arrayContaining(['node', '@handrail/core', '@handrail/ai-sdk', 'ai']))
  expect(found.canaries).toHaveLength(4)
  expect(found.canaries.every(({ ok }: { ok: boolean }) => ok)).toBe(true)
  expect(found.settings[0]).toEqual({ key: 'handler', value: 'enforce', from: 'file' })
  // Nothing is said about tools that nobody looked at.
  expect((await handrail(['doctor'], { cwd })).stdout).toMatch(
    /^Handrail is armed, by its settings\.\n {2}- Whether your tools have a guard that uses them was not looked at/,
  )
})

test('does not find a guard armed where no package of ours is installed', async () => {
  const cwd = await emptyFolder()
  writeFileSync(join(cwd, 'handrail.toml'), 'handler = "enforce"\n')
  const { code, found } = await diagnose([], cwd)
  expect({ code, notArmed: found.notArmed }).toEqual({
    code: 1,
    notArmed: [expect.stringMatching(/^None of @handrail\/core, .* is installed for this folder/)],
  })
})

test('finds a guard that may answer nothing not armed', async () => {
  const toml = 'handler = "enforce"\nmax_actuations = 0\n[ceilings]\ndestructive = "OBSERVE"\n'
  const { code, found } = await diagnose([], await app(toml))
  expect({ code, notArmed: found.notArmed }).toEqual({
    code: 1,
    notArmed: [expect.stringMatching(/^Every flagged call gets OBSERVE/)],
  })
})

test('says what of the ladder and the policy never happens', async () => {
  const toml = `handler = "enforce"
[policy]
on_high_confidence = "DEFER"
ceiling = "DEFER"
[ceilings]
destructive = "WARN"
`
  const { code, found } = await diagnose([], await app(toml))
  expect(code).toBe(0)
  expect(found.reach.unreachable).toEqual([
    'No call ever gets BLOCK: no confidence reaches it on any tool.',
    'No call ever gets DEFER: no confidence reaches it on any tool.',
    'The ceiling WARN of write tools hides policy.on_high_confidence = DEFER: their calls get WARN.',
    'The ceiling WARN of destructive tools hides policy.on_high_confidence = DEFER: their calls get WARN.',
  ])
  const { found: builtIn } = await diagnose([], await app('handler = "enforce"\n'))
  expect(builtIn.reach.unreachable).toEqual([])
  const gentle = 'handler = "enforce"\n[ceilings]\nwrite = "OBSERVE"\ndestructive = "OBSERVE"\n'
  expect(await diagnose([], await app(gentle))).toMatchObject({ code: 1, found: { armed: false } })
})

test('is not fooled by settings that let made-up ids pass', async () => {
  const toml = 'handler = "enforce"\n[provenance]\ncontent_words = ["id", "order id"]\n'
  const { code, found } = await diagnose([], await app(toml))
  expect({ code, armed: found.armed }).toEqual({ code: 1, armed: false })
  expect(found.notArmed.join()).toContain('was not flagged')
})

test('lists the tools of recordings, and how their effects are known', async () => {
  const toml = 'handler = "enforce"\n[tools.cancel_order]\neffect = "destructive"\n'
  const { found } = await diagnose(['--traces', WEAK], await app(toml))
  const [cancel] = found.tools.filter(({ name }: { name: string }) => name === 'cancel_order')
  expect(cancel).toEqual({
    name: 'cancel_order',
    effect: 'destructive',
    from: 'traits',
    guarded: null,
    calls: 3,
  })
})

test('says in one sentence what is wrong with the configuration, with its place', async () => {
  const { code, found, stderr } = await diagnose(
    [],
    await app('handler = "enforce"\n[polcy]\nfloor = "WARN"\n'),
  )
  expect({ code, found }).toEqual({ code: 2, found: undefined })
  expect(stderr).toMatch(/^handrail: handrail\.toml:2:\d+: .*polcy.* Did you mean `policy`\?\n$/)
})

describe('of tools that a module exports', () => {
  test('names those of the AI SDK that have no guard', async () => {
    const cwd = await app('handler = "enforce"\n')
    writeFileSync(
      join(cwd, 'tools.mjs'),
      `import { guardTools } from '@handrail/ai-sdk'
import { jsonSchema, tool } from 'ai'
const make = (extra = {}) => tool({ description: 'x', inputSchema: jsonSchema({ type: 'object' }), execute: async () => 'done', ...extra })
export const tools = guardTools({ cancelOrder: make(), find: make() }, { handler: 'enforce' })
export const refund = make()
export const onTheClient = tool({ description: 'x', inputSchema: jsonSchema({ type: 'object' }) })
`,
    )
    const { code, found, stderr } = await diagnose(['--tools', 'tools.mjs'], cwd)
    expect({ code, stderr, notArmed: found.notArmed }).toEqual({
      ...{ code: 1, stderr: '' },
      notArmed: ['Tools without a guard: refund. Wrap them with guardTools.'],
    })
    const guarded = Object.fromEntries(
      found.tools.map(({ name, guarded }: { name: string; guarded: string }) => [name, guarded]),
    )
    expect(guarded).toEqual({ cancelOrder: 'yes', find: 'yes', refund: 'no', onTheClient: 'elsewhere' })
  })

  test('asks the guard that the tools of LangChain have, not the one that is configured', async () => {
    const cwd = await app('handler = "enforce"\n')
    writeFileSync(
      join(cwd, 'tools.mjs'),
      `import { guardTools } from '@handrail/langchain'
const make = (name) => ({ name, description: 'x', schema: { type: 'object' }, invoke: async () => 'done', call: async () => 'done' })
export default guardTools([make('cancel_order'), make('find_order')], { handler: 'observe' })
`,
    )
    const { code, found } = await diagnose(['--tools', 'tools.mjs'], cwd)
    expect({ code, notArmed: found.notArmed }).toEqual({
      code: 1,
      notArmed: [expect.stringContaining('The handler is observe')],
    })
    expect(found.tools).toMatchObject([
      { name: 'cancel_order', guarded: 'yes', effect: 'destructive', from: 'name' },
      { name: 'find_order', guarded: 'yes', effect: 'read', from: 'name' },
    ])
  })

  const aiSdk = (names: readonly string[], options: object) => `import { guardTools } from '@handrail/ai-sdk'
import { jsonSchema, tool } from 'ai'
const make = () => tool({ description: 'x', inputSchema: jsonSchema({ type: 'object' }), execute: async () => 'done' })
export const tools = guardTools({ ${names.map((name) => `${name}: make()`).join(', ')} }, ${JSON.stringify({ handler: 'enforce', ...options })})
`

  test.each([
    [
      'let no more than OBSERVE happen',
      aiSdk(['cancelOrder'], { ceilings: { write: 'OBSERVE', destructive: 'OBSERVE' } }),
      /^Every flagged call gets OBSERVE/,
    ],
    ['count as reading, all of them', aiSdk(['zapOrder', 'fulfilment'], {}), /^No call is ever judged/],
  ])('finds guards that %s not armed', async (_, source, why) => {
    const cwd = await app('handler = "enforce"\n')
    writeFileSync(join(cwd, 'tools.mjs'), source)
    const { code, found } = await diagnose(['--tools', 'tools.mjs'], cwd)
    expect({ code, armed: found.armed, checked: found.checked, notArmed: found.notArmed }).toEqual({
      ...{ code: 1, armed: false, checked: 'tools' },
      notArmed: [expect.stringMatching(why)],
    })
  })

  test('says what their guard takes them for, which may not read the file', async () => {
    const cwd = await app('handler = "enforce"\n[tools.zapOrder]\neffect = "write"\n')
    const tools = { zapOrder: { effect: 'destructive' }, cancelOrder: { effect: 'read' } }
    writeFileSync(join(cwd, 'tools.mjs'), aiSdk(['zapOrder', 'cancelOrder', 'fulfilment'], { tools }))
    const { code, found } = await diagnose(['--tools', 'tools.mjs'], cwd)
    expect(code).toBe(0)
    expect(found.tools).toMatchObject([
      { name: 'cancelOrder', effect: 'read', from: 'traits' },
      { name: 'fulfilment', effect: 'read', from: 'default' },
      { name: 'zapOrder', effect: 'destructive', from: 'traits' },
    ])
    expect(found.notices).toEqual([expect.stringMatching(/^The tools have guards of their own/)])
    expect((await handrail(['doctor', '--tools', 'tools.mjs'], { cwd })).stdout).toMatch(
      /^Handrail is armed\.\n.* ! 1 of them counts as reading .*: fulfilment\./s,
    )
  })

  test.each([
    ['ends the process', 'process.exit(0)'],
    ['waits for what never comes', 'await new Promise(() => {})'],
    ['fails later', "Promise.reject(new Error('late')); await new Promise((go) => setTimeout(go, 500))"],
  ])('does not take a module that %s for a good one', async (_, source) => {
    const cwd = await app('handler = "enforce"\n')
    writeFileSync(join(cwd, 'tools.mjs'), `${source}\nexport const tools = { t: { inputSchema: {} } }`)
    const { code, stdout, stderr } = await handrail(['doctor', '--tools', 'tools.mjs'], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('so nothing was found out: name a module that only exports tools.')
  })

  test('keeps what the module prints off stdout', async () => {
    const cwd = await app('handler = "enforce"\n')
    const source = "console.log('[dotenv] injecting env')\nexport const t = { inputSchema: {}, execute() {} }"
    writeFileSync(join(cwd, 'tools.mjs'), source)
    const { code, found, stderr } = await diagnose(['--tools', 'tools.mjs'], cwd)
    expect({ code, armed: found.armed, stderr }).toEqual({
      ...{ code: 1, armed: false, stderr: '[dotenv] injecting env\n' },
    })
  })

  test.each([
    [
      'export const trap = new Proxy({}, { get() { throw new Error() } })',
      'handrail: The export trap of `--tools tools.mjs` cannot be looked into: export the tools alone.\n',
    ],
    ['', 'handrail: There is no file other.mjs.\n', 'other.mjs'],
    ['', 'handrail: Expected `--tools .` to be a file.\n', '.'],
  ])('says in a sentence what it cannot read: %j', async (source, sentence, file = 'tools.mjs') => {
    const cwd = await app()
    writeFileSync(join(cwd, 'tools.mjs'), source)
    const { code, stderr } = await diagnose(['--tools', file], cwd)
    expect({ code, stderr }).toEqual({ code: 2, stderr: sentence })
  })

  test.each([
    ['export const a = 1', /^handrail: Expected `--tools tools\.mjs` to export tools .* got a\.\n$/],
    [
      'throw new Error("no database")',
      /^handrail: Expected `--tools tools\.mjs` to be a module .*no database\n$/,
    ],
  ])('says what is wrong with %j', async (source, sentence) => {
    const cwd = await app()
    writeFileSync(join(cwd, 'tools.mjs'), source)
    const { code, stderr } = await diagnose(['--tools', 'tools.mjs'], cwd)
    expect(code).toBe(2)
    expect(stderr).toMatch(sentence)
  })

  test('ends although the module leaves something open', async () => {
    const cwd = await app('handler = "enforce"\n')
    const tool = '{ t: { inputSchema: {}, execute() {} } }'
    writeFileSync(join(cwd, 'tools.mjs'), `setInterval(() => {}, 1000); export const tools = ${tool}`)
    expect((await diagnose(['--tools', 'tools.mjs'], cwd)).code).toBe(1)
  })
})

test('lists the handlers of plug-ins, and those that cannot be used with the reason', async () => {
  const cwd = await emptyFolder()
  const dependencies = { 'good-plugin': '1.0.0', 'bad-plugin': '1.0.0' }
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ dependencies }))
  writeFileSync(join(cwd, 'handrail.toml'), 'handler = "slack"\n')
  const plugin = (name: string, handlers: object, source: string) => {
    const folder = join(cwd, 'node_modules', name)
    mkdirSync(folder, { recursive: true })
    const manifest = { name, version: '1.0.0', type: 'module', handrail: { handlers } }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    writeFileSync(join(folder, 'handler.js'), source)
  }
  plugin('@handrail/core', {}, '')
  plugin('good-plugin', { slack: './handler.js' }, "export default { name: 'slack', handle() {} }")
  plugin('bad-plugin', { pager: './handler.js' }, "throw new Error('no token')")
  const { code, found, stderr } = await diagnose([], cwd)
  expect({ code, stderr, handlers: found.handlers }).toEqual({
    ...{ code: 0, stderr: '' },
    handlers: {
      inUse: 'slack',
      active: [
        { name: 'observe', package: null },
        { name: 'enforce', package: null },
        { name: 'slack', package: 'good-plugin' },
      ],
      skipped: [{ package: 'bad-plugin', name: 'pager', why: expect.stringContaining('no token') }],
    },
  })
})
