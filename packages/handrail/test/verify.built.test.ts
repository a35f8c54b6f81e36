import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGuard } from '@handrail/core'
import { openJsonlLedger } from '@handrail/core/node'
import { expect, test } from 'vitest'
import { emptyFolder, handrail } from './support/run.ts'

/** A ledger of some calls, and the hash of its last line. */
async function ledger(): Promise<{ cwd: string; segment: string; head: string }> {
  const cwd = await emptyFolder()
  const open = await openJsonlLedger({ file: join(cwd, 'ledger.jsonl') })
  const guard = createGuard({ onRecord: open.onRecord })
  for (let at = 0; at < 5; at++) {
    const call = { toolCallId: `c${at}`, toolName: 'cancel_order', args: { order_id: `4821${at}` } }
    const assessment = guard.assess(call, guard.corpus())
    guard.record(assessment, await guard.propose(assessment), { intervention: 'OBSERVE', dispatched: true })
  }
  await open.close()
  const [segment] = readdirSync(cwd)
  const last = JSON.parse(
    readFileSync(join(cwd, segment as string), 'utf8')
      .trimEnd()
      .split('\n')
      .at(-1) as string,
  )
  return { cwd, segment: join(cwd, segment as string), head: last.hash }
}

test('finds a ledger as it was written', async () => {
  const { cwd, head } = await ledger()
  const { code, stdout, stderr } = await handrail(['verify', 'ledger.jsonl'], { cwd })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^Every link holds\.\n5 calls on \d+ lines of 1 segment\.\n/)
  const json = await handrail(['verify', 'ledger.jsonl', '--json', ...(head ? ['--head', head] : [])], {
    cwd,
  })
  expect({ code: json.code, found: JSON.parse(json.stdout) }).toMatchObject({
    code: 0,
    found: { schema: 'handrail.verify/1', ok: true, entries: 5, tornTails: 0 },
  })
})

test('does not say of an empty file that its links hold', async () => {
  const cwd = await emptyFolder()
  writeFileSync(join(cwd, 'ledger.jsonl'), '')
  const { code, stdout } = await handrail(['verify', 'ledger.jsonl'], { cwd })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^Nothing is written there, so there is no link to check\.\n0 calls/)
})

test('names the first broken link of one that was edited', async () => {
  const { cwd, segment } = await ledger()
  const lines = readFileSync(segment, 'utf8').split('\n')
  lines[2] = (lines[2] as string).replace('cancel_order', 'cancel_ordre')
  writeFileSync(segment, lines.join('\n'))
  const { code, stdout } = await handrail(['verify', 'ledger.jsonl'], { cwd })
  expect(code).toBe(1)
  expect(stdout).toMatch(/^This ledger is not what was written\.\n {2}The first broken link: .*line \d+/)
  const json = JSON.parse((await handrail(['verify', 'ledger.jsonl', '--json'], { cwd })).stdout)
  expect(json).toMatchObject({
    ok: false,
    broken: { file: expect.stringContaining('ledger'), line: expect.any(Number) },
  })
})

test('misses lines at the end only where it knows what to look for', async () => {
  const { cwd } = await ledger()
  const { code, stdout } = await handrail(['verify', 'ledger.jsonl', '--head', 'f'.repeat(64)], { cwd })
  expect(code).toBe(1)
  expect(stdout).toContain(`No line has the hash ${'f'.repeat(64)}`)
})

test('says that there is no ledger', async () => {
  const { code, stdout, stderr } = await handrail(['verify', 'absent.jsonl'], { cwd: await emptyFolder() })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/^handrail: .*absent\.jsonl.*\n$/)
})

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'says that a ledger could not be read, which is no broken link',
  async () => {
    const { segment } = await ledger()
    chmodSync(segment, 0o000)
    expect(await handrail(['verify', segment])).toMatchObject({ code: 2, stdout: '' })
  },
)
