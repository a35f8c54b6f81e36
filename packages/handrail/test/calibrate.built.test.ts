import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '@handrail/core/node'
import { expect, test } from 'vitest'
import { emptyFolder, handrail } from './support/run.ts'
import { conversation, developmentTrace, trace, WEAK } from './support/traces.ts'

const FILES = ['commerce', 'money', 'office'].map(trace)
const quick = ['--injections', '5']

test('recommends a policy that init writes, and that the doctor examines', async () => {
  const cwd = await emptyFolder()
  writeFileSync(join(cwd, 'package.json'), '{}')
  const calibrated = await handrail(['calibrate', ...FILES, ...quick, '--out', 'calibration.json'], { cwd })
  expect(calibrated).toMatchObject({ code: 0, stderr: '' })
  expect(calibrated.stdout).toMatch(
    /^Recommended\n {2}handler = "(?:observe|enforce)", ceilings: write \w+, destructive \w+$/m,
  )
  expect(calibrated.stdout).toContain('handrail init --from calibration.json')

  const report = JSON.parse(readFileSync(join(cwd, 'calibration.json'), 'utf8'))
  expect(report).toMatchObject({ schema: 'handrail.calibrate/1', kind: 'handrail.calibration' })
  const { handler, ceilings } = report.recommendation
  expect(await handrail(['init', '--from', 'calibration.json'], { cwd })).toMatchObject({
    code: 0,
    stderr: '',
  })
  const { options } = await loadConfig({ cwd })
  expect(options).toMatchObject({ handler, ceilings })

  const doctor = await handrail(['doctor', '--json'], { cwd })
  const { armed, handlers } = JSON.parse(doctor.stdout)
  expect({ inUse: handlers.inUse, armed, code: doctor.code }).toMatchObject({
    inUse: handler,
    code: armed ? 0 : 1,
  })
})

test('gives the same report for the same seed, and prints it as JSON or as TOML', async () => {
  const args = ['calibrate', WEAK, ...quick]
  const [one, two, other] = await Promise.all([
    handrail([...args, '--json', '--workers', '0']),
    handrail([...args, '--json', '--workers', '1']),
    handrail([...args, '--json', '--seed', '2']),
  ])
  expect(one).toMatchObject({ code: 0, stderr: '' })
  expect(two.stdout).toBe(one.stdout)
  expect(JSON.parse(other.stdout).seed).toBe(2)
  const toml = await handrail([...args, '--toml'])
  expect(toml.stdout).toMatch(/^handler = "/m)
  expect(toml.stdout).toMatch(/^\[ceilings\]$/m)
})

test.each([
  [['--injections', '0'], 'Expected `--injections` to be a whole number from 1 to 100000, got "0".'],
  [['--budget', '1.5'], 'Expected `--budget` to be a rate from 0 to 1, got "1.5".'],
  [
    ['--mattered', '0.9-0.1'],
    'Expected `--mattered` to be two rates from 0 to 1, such as 0.2-0.9, got "0.9-0.1".',
  ],
  [['--seed', '1e3'], 'Expected `--seed` to be a whole number from 0 to 9007199254740991, got "1e3".'],
])('says in one sentence what is wrong with %j', async (args, sentence) => {
  expect(await handrail(['calibrate', WEAK, ...args])).toEqual({
    code: 2,
    stdout: '',
    stderr: `handrail: ${sentence}\n`,
  })
})

test('recommends nothing where nothing could be read, and names no policy that nobody configured', async () => {
  const cwd = await emptyFolder()
  writeFileSync(join(cwd, 'broken.jsonl'), 'hello')
  expect(await handrail(['calibrate', 'broken.jsonl'], { cwd })).toMatchObject({ code: 2, stdout: '' })
  const { stdout } = await handrail(['calibrate', WEAK, ...quick], { cwd, env: { COLUMNS: '80' } })
  expect(stdout).not.toMatch(/yours|-0\.0/)
  const [, policies = ''] = stdout.split('by 1,000 judged calls\n')
  expect(policies).toMatch(/^ {2}observe .*\n {2}warn .*\n {2}default /m)
  for (const line of policies.split('\n\n')[0]?.split('\n') ?? []) expect(line.length).toBeLessThanOrEqual(80)
  writeFileSync(join(cwd, 'handrail.toml'), '')
  expect((await handrail(['calibrate', WEAK, ...quick], { cwd })).stdout).toMatch(/^ {2}configured /m)
})

test('uses what can be read, and leaves no half of a file', async () => {
  const cwd = await emptyFolder()
  const good = conversation('good', [{ name: 'cancel_order', args: { order_id: '48213' } }])
  writeFileSync(join(cwd, 'runs.jsonl'), `${good}\n{"broken":\n`)
  const { code, stderr } = await handrail(['calibrate', 'runs.jsonl', ...quick, '-o', 'c.json'], { cwd })
  expect(code).toBe(2)
  expect(stderr).toMatch(/^runs\.jsonl:2: /)
  expect(existsSync(join(cwd, 'c.json'))).toBe(true)
  const nowhere = await handrail(['calibrate', 'runs.jsonl', ...quick, '-o', 'no/c.json'], { cwd })
  expect(nowhere.stderr).toContain('There is no folder for no/c.json: make it first.')
  expect(readdirSync(cwd).sort()).toEqual(['c.json', 'runs.jsonl'])
})

test.skipIf(!developmentTrace('tau-bench-official'))(
  'recommends a policy for the development traces',
  async () => {
    const files = ['tau-bench-official', 'tau-bench-forks'].map((name) => developmentTrace(name) as string)
    const { code, stdout } = await handrail(['calibrate', ...files, '--json', ...quick])
    expect({ code, report: JSON.parse(stdout) }).toMatchObject({
      code: 0,
      report: {
        conversations: { total: 224 },
        recommendation: { handler: 'enforce', ceilings: { write: 'WARN' } },
      },
    })
  },
)
