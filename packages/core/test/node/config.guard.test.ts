import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Guard, ruleOn } from '../../src/index.ts'
import { guardFromConfig, readLedger, verifyLedger } from '../../src/node.ts'
import { folderOf } from './folder.ts'
import { mistakesIn } from './loaded.ts'

/** Lets a model cancel an order that it was never told of. */
async function cancel(guard: Guard): Promise<string> {
  const corpus = guard.corpus()
  corpus.append({ kind: 'task', text: 'Cancel my last order.' })
  const call = { toolCallId: 'call_1', toolName: 'cancel_order', args: { order_id: '#W8732376' } }
  return (await ruleOn(guard, call, () => ({ call, evidence: () => corpus }))).kind
}

/** The names of the ledger's files. */
const segments = (cwd: string) => readdirSync(join(cwd, 'logs'))

test('a guard comes from the file, with its ledger', async () => {
  const cwd = folderOf({
    'package.json': {},
    'handrail.toml': 'handler = "enforce"\n[ledger]\nfile = "logs/h.jsonl"\nvalues = "plain"\n',
  })
  const seen: number[] = []
  const { guard, ledger, config } = await guardFromConfig({
    cwd,
    guard: { onRecord: ({ sequence }) => seen.push(sequence) },
  })
  expect(config.file).toBe(join(cwd, 'handrail.toml'))
  expect(await cancel(guard)).toBe('withhold')
  await ledger?.close()
  const entries = []
  for await (const entry of readLedger(join(cwd, 'logs/h.jsonl'))) entries.push(entry)
  expect(JSON.stringify(entries)).toContain('#W8732376')
  expect((await verifyLedger(join(cwd, 'logs/h.jsonl'))).ok).toBe(true)
  expect(seen).toEqual([1])
})

test('a guard without a file is the built-in one, and keeps no ledger', async () => {
  const { guard, ledger, config } = await guardFromConfig({ cwd: folderOf({ 'package.json': {} }) })
  expect(await cancel(guard)).toBe('run')
  expect({ ledger, file: config.file }).toEqual({ ledger: undefined, file: undefined })
})

test('what code says wins over the file', async () => {
  const cwd = folderOf({ 'package.json': {}, 'handrail.toml': 'handler = "enforce"\nmax_actuations = 0\n' })
  const { guard } = await guardFromConfig({ cwd, guard: { handler: 'observe', extraEvidence: 'x' } })
  expect(await cancel(guard)).toBe('run')
})

test('the sinks of a module are told beside the ledger', async () => {
  const cwd = folderOf({
    'package.json': { type: 'module' },
    'handrail.config.js':
      "export const told = []\nexport default { onRecord: [(r) => told.push(1), () => { throw new Error('own') }], ledger: { file: 'logs/h.jsonl' } }",
  })
  const own: number[] = []
  const { guard, ledger } = await guardFromConfig({ cwd, guard: { onRecord: () => own.push(1) } })
  await cancel(guard)
  await ledger?.close()
  expect(ledger?.stats.written).toBeGreaterThanOrEqual(1)
  expect(own).toEqual([1])
  expect(guard.records()[0]?.faults).toEqual(['onRecord failed: Error: own'])
})

test('the key of the digests comes from the environment', async () => {
  const cwd = folderOf({
    'package.json': {},
    'handrail.toml': '[ledger]\nfile = "logs/h.jsonl"\nkey_env = "TEST_LEDGER_KEY"\n',
  })
  onTestFinished(() => {
    delete process.env.TEST_LEDGER_KEY
  })
  const sentence = (got: number) =>
    `handrail.toml: Expected the environment variable \`TEST_LEDGER_KEY\`, the key of the ledger, to hold at least 16 bytes, got ${got}.`
  expect(await mistakesIn(guardFromConfig({ cwd }))).toEqual([sentence(0)])
  process.env.TEST_LEDGER_KEY = 'short'
  expect(await mistakesIn(guardFromConfig({ cwd }))).toEqual([sentence(5)])
  process.env.TEST_LEDGER_KEY = 'a key of sixteen bytes'
  const digests = new Set<string>()
  for (const _ of [1, 2]) {
    const { guard, ledger } = await guardFromConfig({ cwd })
    await cancel(guard)
    await ledger?.close()
  }
  expect(segments(cwd)).toHaveLength(2)
  for await (const entry of readLedger(join(cwd, 'logs/h.jsonl')))
    if (entry.kind === 'call') digests.add(JSON.stringify(entry.entry.arguments))
  expect(digests.size).toBe(1)
  expect([...digests][0]).not.toContain('8732376')
})

test('no ledger is begun where the options are wrong', async () => {
  const cwd = folderOf({ 'package.json': {}, 'handrail.toml': '[ledger]\nfile = "logs/h.jsonl"\n' })
  const guard = { maxActuations: -1 }
  await expect(guardFromConfig({ cwd, guard })).rejects.toMatchObject({ code: 'INVALID_OPTION' })
  expect(() => segments(cwd)).toThrow('ENOENT')
})
