import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bin, emptyFolder, ended, handrail } from './support/run.ts'
import { conversation, developmentTrace, trace, WEAK } from './support/traces.ts'

test('says what each policy would have done, and with which calls', async () => {
  const { code, stdout, stderr } = await handrail(['replay', WEAK])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^159 calls in 18 conversations \([\d.]+ kB\): 135 change something/)
  expect(stdout).toMatch(/policy +OBSERVE +WARN +BLOCK +DEFER/)
  expect(stdout).toContain('✗ order_id ORD-12345: not seen anywhere in this conversation')
  expect(stdout).toContain('✓ order_id WS-2388-17: the result of find_customer, $.orders[1]')
  expect(stdout).toContain(`handrail explain ${WEAK} 'weak/shop-placeholder#0'`)
})

test('prints one object, the same whoever works', async () => {
  const one = await handrail(['replay', WEAK, '--json', '--workers', '0'])
  const two = await handrail(['replay', WEAK, '--json', '--workers', '2'])
  expect(one).toMatchObject({ code: 0, stderr: '' })
  const report = JSON.parse(one.stdout)
  expect(report).toMatchObject({ schema: 'handrail.replay/1', totals: { conversations: 18, calls: 159 } })
  expect(JSON.parse(two.stdout)).toEqual(report)
})

test('does a part of the work, and merges the parts to the whole', async () => {
  const cwd = await emptyFolder()
  const files = [WEAK, trace('commerce'), trace('money')]
  const whole = await handrail(['replay', ...files, '--json'])
  const shards = await Promise.all(
    [1, 2, 3].map(async (at) => {
      const { code, stdout } = await handrail(['replay', ...files, '--json', '--shard', `${at}/3`])
      expect(code).toBe(0)
      writeFileSync(join(cwd, `${at}.json`), stdout)
      return JSON.parse(stdout)
    }),
  )
  for (const shard of shards) expect(shard.totals.calls).toBeGreaterThan(0)
  const merged = await handrail(['merge', '3.json', '1.json', '2.json', '--json'], { cwd })
  expect(merged).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(merged.stdout)).toEqual(JSON.parse(whole.stdout))
  const text = await handrail(['merge', '1.json', '2.json', '3.json'], { cwd })
  expect(text.stdout).toMatch(/policy +OBSERVE/)
  const { code, stderr, stdout } = await handrail(['merge', '3.json', '1.json'], { cwd })
  expect(stdout).toMatch(/policy +OBSERVE/)
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'Expected all shards, found none for 2/3: this counts a part of the work.\n',
  })
})

test('merges nothing but reports of the same policies', async () => {
  const cwd = await emptyFolder()
  writeFileSync(join(cwd, 'no.json'), '{"kind":"other"}')
  writeFileSync(join(cwd, 'broken.json'), '{"kind":')
  for (const [args, sentence] of [
    [['no.json'], /^handrail: Expected no\.json to be a report of a replay, version 1/],
    [['broken.json'], /^handrail: Expected broken\.json to be JSON: /],
    [['no.json', './no.json'], /^handrail: Expected every report once, got \.\/no\.json twice/],
    [['absent.json'], /^handrail: There is no file absent\.json\.\n$/],
  ] as const) {
    const { code, stdout, stderr } = await handrail(['merge', ...args], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(sentence)
  }
})

test('lists every flagged call, as JSON one a line, and the report at last', async () => {
  const { code, stdout } = await handrail(['replay', WEAK, '--flags', '--json'])
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const report = lines.pop()
  expect(code).toBe(0)
  expect(report.schema).toBe('handrail.replay/1')
  expect(lines).toHaveLength(report.totals.flagged)
  expect(new Set(lines.map(({ schema }) => schema))).toEqual(new Set(['handrail.call/1']))
  expect(lines[0]).toMatchObject({
    toolName: 'cancel_order',
    origins: [{ argName: 'order_id', value: 'ORD-12345' }],
  })

  const text = await handrail(['replay', WEAK, '--flags'])
  expect(text.stdout.match(/^ {4}✗ /gm)?.length).toBeGreaterThanOrEqual(lines.length)
})

test('writes SARIF for code scanning', async () => {
  const { code, stdout, stderr } = await handrail(['replay', WEAK, '--sarif'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const log = JSON.parse(stdout)
  expect(log).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Handrail' } } }] })
  const [{ results }] = log.runs
  expect(results.length).toBeGreaterThanOrEqual(65)
  expect(results[0]).toMatchObject({ ruleId: 'handrail/minted-value', level: 'error' })
  expect(stdout).not.toContain('ORD-12345')
  expect(await handrail(['replay', WEAK, '--sarif', '--json'])).toMatchObject({ code: 2, stdout: '' })
})

test('compares the policies that are asked for, and those of files', async () => {
  const cwd = await emptyFolder()
  writeFileSync(join(cwd, 'strict.toml'), '[ceilings]\nwrite = "BLOCK"\n')
  const policies = ['-p', 'warn', '-p', 'mine=strict.toml']
  const { code, stdout } = await handrail(['replay', WEAK, '--json', ...policies], { cwd })
  const report = JSON.parse(stdout)
  expect({ code, names: report.policies.map(({ policy }: { policy: string }) => policy) }).toEqual({
    code: 0,
    names: ['warn', 'mine'],
  })
  expect(report.policies[0].withheld).toBe(0)
  expect(report.policies[1].withheld).toBeGreaterThan(0)
})

test('takes the configuration of the folder, whose tools and words all policies know', async () => {
  const cwd = await emptyFolder()
  writeFileSync(join(cwd, 'package.json'), '{}')
  writeFileSync(join(cwd, 'handrail.toml'), '[tools.cancel_order]\neffect = "read"\n')
  mkdirSync(join(cwd, 'within'))
  const { stdout } = await handrail(['replay', WEAK, '--json'], { cwd: join(cwd, 'within') })
  const { policies, tools } = JSON.parse(stdout)
  expect(policies[0].policy).toBe('configured')
  const [cancel] = tools.filter(({ tool }: { tool: string }) => tool === 'cancel_order')
  expect(cancel).toMatchObject({ changing: 0, effects: { read: 3 } })
})

test.each([
  [
    ['--policy', 'wran'],
    /^handrail: Expected `--policy` to be one of configured, observe, warn, .* got "wran"\.\n$/,
  ],
  [['--policy', 'a=no.toml'], /^handrail: .*no\.toml/],
  [
    ['--shard', '4/3'],
    'handrail: Expected `--shard` to be i/n with i from 1 to n, such as 1/4, got "4/3".\n',
  ],
  [['--shard', '0/3'], /Expected `--shard`/],
  [['--workers', '-1'], 'handrail: Expected `--workers` to be a number from 0 to 256, got "-1".\n'],
  [
    ['--format', 'openia'],
    /Option '--format <format>' argument 'openia' is invalid\. Allowed choices are .*openai/,
  ],
  [['--config', 'absent.toml'], /^handrail: .*absent\.toml/],
])('says in one sentence what is wrong with %j', async (args, sentence) => {
  const { code, stdout, stderr } = await handrail(['replay', WEAK, ...args])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(sentence)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test('names file and line of what it cannot read, and replays the rest', async () => {
  const cwd = await emptyFolder()
  const good = conversation('good', [{ name: 'cancel_order', args: { order_id: '91570620' } }])
  const lines = [good, '{"broken":', good.replace('"good"', '"other"'), '[1,2', good.slice(0, 60)]
  writeFileSync(join(cwd, 'runs.jsonl'), lines.join('\n'))
  const { code, stdout, stderr } = await handrail(['replay', 'runs.jsonl'], { cwd })
  expect(code).toBe(2)
  expect(stdout).toMatch(/^2 calls in 2 conversations/)
  expect(stderr).toMatch(/^runs\.jsonl:2: /m)
  expect(stderr).toMatch(/^runs\.jsonl:4: /m)
  expect(stderr).toMatch(/^runs\.jsonl:5: /m)
  expect(stderr).toMatch(/^handrail: 3 things could not be read\. The rest was read\.$/m)
})

test('tells of twenty broken lines and counts the rest', async () => {
  const cwd = await emptyFolder()
  const good = conversation('good', [{ name: 'cancel_order', args: { order_id: '48213' } }])
  writeFileSync(join(cwd, 'runs.jsonl'), `${good}\n${'{"broken":\n'.repeat(5000)}`)
  const { code, stdout, stderr } = await handrail(['replay', 'runs.jsonl', '--json'], { cwd })
  expect(code).toBe(2)
  expect(JSON.parse(stdout).totals.conversations).toBe(1)
  expect(stderr.trimEnd().split('\n').length).toBeLessThan(30)
  expect(stderr).toContain('are not shown')
})

test('does not lose sight of what was lost among much that was mended', async () => {
  const cwd = await emptyFolder()
  const mended = JSON.stringify({
    messages: [
      { role: 'user', content: 'Hello.' },
      { role: 'tool', tool_call_id: 'nobody', content: 'ok' },
    ],
  })
  writeFileSync(join(cwd, 'runs.jsonl'), `${`${mended}\n`.repeat(1_200)}{"broken":\n`)
  for (const command of ['replay', 'calibrate']) {
    const { code, stderr } = await handrail([command, 'runs.jsonl'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(/^runs\.jsonl:1201: /m)
    expect(stderr).toMatch(/^handrail: 1 thing could not be read\. The rest was read\.$/m)
    expect(stderr).toMatch(/^handrail: Mended 1,200 results without a call, the first at runs\.jsonl:1: /m)
  }
})

test('says what is missing where nothing can be read at all', async () => {
  const cwd = await emptyFolder()
  writeFileSync(join(cwd, 'empty.jsonl'), '')
  expect(await handrail(['replay', 'empty.jsonl'], { cwd })).toEqual({
    ...{ code: 2, stdout: '' },
    stderr: 'handrail: Expected conversations in the files, got none: `--format` says how to read them.\n',
  })
  const absent = await handrail(['replay', 'absent.jsonl'], { cwd })
  expect(absent.code).toBe(2)
  expect(absent.stderr).toMatch(/absent\.jsonl/)
})

test('makes no noise when the reader has seen enough', async () => {
  const command = `"${process.execPath}" "${bin()}" replay "${WEAK}" "${WEAK}" "${WEAK}" --flags | head -n 1; echo "\${PIPESTATUS[0]}"`
  const { stdout, stderr } = await ended('bash', ['-c', command])
  expect(stderr).toBe('')
  expect(stdout).toMatch(/\n0\n$/)
})

test('names the next commands so that they can be copied', async () => {
  const cwd = await emptyFolder()
  const call = { name: 'cancel_order', args: { order_id: '91570620' } }
  writeFileSync(join(cwd, '-a b.jsonl'), conversation('one', [call]))
  const { stdout } = await handrail(['replay', '--', '-a b.jsonl'], { cwd })
  expect(stdout).toMatch(/^ {2}handrail calibrate '\.\/-a b\.jsonl' +# how often/m)
  // What was piped is gone.
  const piped = await ended('sh', ['-c', `'${process.execPath}' '${bin()}' replay - < '${WEAK}'`])
  expect(piped.code).toBe(0)
  expect(piped.stdout).not.toContain('Next:')
})

test('keeps to 80 columns', async () => {
  const { stdout } = await handrail(['replay', WEAK], { env: { COLUMNS: '80' } })
  const [, ...tables] = stdout.split('\n\n').filter((part) => /^(?:What each|Tools that)/.test(part))
  for (const line of tables.join('\n').split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

test.skipIf(!developmentTrace('tau-bench-official'))('replays the development traces', async () => {
  const names = ['tau-bench-official', 'tau-bench-forks', 'tau2-runs', 'medagentbench', 'qwen-text-calls']
  const files = names.map((name) => developmentTrace(name) as string)
  const { code, stdout } = await handrail(['replay', ...files, '--json'])
  expect({ code, totals: JSON.parse(stdout).totals }).toMatchObject({
    code: 0,
    totals: { files: 5, conversations: 442, calls: 4020 },
  })
})
