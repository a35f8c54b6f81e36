import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { build } from 'tsup'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openJsonlLedger, verifyLedger } from '../../src/node.ts'
import { folder, linesOf, readAll, segmentsIn } from './folder.ts'
import { recordOf } from './support.ts'

const LANES = 4
const KILLS_PER_LANE = 50

/** The program as one compiled file: most of its short life would be spent on reading its sources. */
const compiled = mkdtempSync(join(tmpdir(), 'handrail-compiled-'))
const script = join(compiled, 'writing-child.mjs')
afterAll(() => rmSync(compiled, { recursive: true, force: true }))
beforeAll(() =>
  build({
    ...{ config: false, silent: true, dts: false, format: 'esm', noExternal: [/./], outDir: compiled },
    entry: [join(import.meta.dirname, 'writing-child.ts')],
    outExtension: () => ({ js: '.mjs' }),
  }),
)

const record = await recordOf({ args: { order_id: 'W9999999' } })

/** Starts a program that writes to a ledger, and hears what it says is stored. */
function writing(file: string, ...settings: readonly number[]) {
  const recordFile = `${file}.record`
  writeFileSync(recordFile, JSON.stringify(record))
  const child = spawn(process.execPath, [script, file, recordFile, ...settings.map(String)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let told = ''
  let complaints = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const closed = once(child, 'close')
  return {
    pid: child.pid,
    kill: () => child.kill('SIGKILL'),
    firstWord: () => Promise.race([once(child.stdout, 'data'), closed]),
    /** How many records it was told are stored, and what it complained of. */
    async end() {
      await closed
      return { stored: Number(told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1)), complaints }
    },
  }
}

/** The call ids in a segment whose last line may be torn. */
const callIdsIn = (segment: string) =>
  linesOf(segment)
    .map((line) => JSON.parse(line))
    .flatMap(({ kind, callId }) => (kind === 'call' ? [callId] : []))

describe.skipIf(process.platform === 'win32')('a writer that is killed', () => {
  test(`loses nothing that it was told is stored, ${LANES * KILLS_PER_LANE} times`, {
    timeout: 300_000,
  }, async () => {
    const random = fc.sample(fc.record({ after: fc.nat(12), burst: fc.nat(80), atStart: fc.nat(3) }), {
      numRuns: LANES * KILLS_PER_LANE,
    })
    let kills = 0
    let afterWord = 0
    const lane = async (path: string, mine: typeof random) => {
      const file = join(path, 'ledger.jsonl')
      for (const { after, burst, atStart } of mine) {
        const child = writing(file, 1 + burst)
        if (atStart === 0) await delay(after * 12)
        else await child.firstWord()
        await delay(after)
        expect(child.kill()).toBe(true)
        const { stored, complaints } = await child.end()
        kills++
        expect(complaints).toBe('')
        const segment = segmentsIn(path).find((name) => name.includes(`-${child.pid}-`))
        if (stored > 0) afterWord++
        if (!segment) {
          expect(stored).toBe(0)
          continue
        }
        const found = callIdsIn(segment)
        expect(found.length).toBeGreaterThanOrEqual(stored)
        expect(found).toEqual(found.map((_, i) => `call_${i + 1}`))
        expect((await verifyLedger(segment)).broken).toBeUndefined()
      }
      // The next one to open the ledger cuts off what was torn, and nothing else.
      const before = await verifyLedger(file)
      const ledger = openJsonlLedger({ file })
      ledger.onRecord(record)
      await ledger.close()
      expect(await verifyLedger(file)).toMatchObject({ ok: true, tornTails: 0, entries: before.entries + 1 })
    }
    // One that ends by itself leaves the compiled sources behind.
    expect((await writing(join(folder(), 'ledger.jsonl'), 1, 1).end()).stored).toBe(1)
    const paths = Array.from({ length: LANES }, folder)
    await Promise.all(
      paths.map((path, i) => lane(path, random.slice(i * KILLS_PER_LANE, (i + 1) * KILLS_PER_LANE))),
    )
    expect(kills).toBe(LANES * KILLS_PER_LANE)
    expect(afterWord).toBeGreaterThan(kills / 2)
  })

  test('in the middle of a line leaves a torn one, which the next opening cuts off, and nothing else', async () => {
    const path = folder()
    const file = join(path, 'ledger.jsonl')
    const child = writing(file, 3, 3)
    expect(await child.end()).toEqual({ stored: 3, complaints: '' })
    const [segment = ''] = segmentsIn(path)
    const lines = linesOf(segment)
    const torn = `${lines.slice(0, 3).join('\n')}\n${lines[3]?.slice(0, 70)}`
    writeFileSync(segment, torn)
    expect(await verifyLedger(file)).toMatchObject({
      ok: true,
      tornTails: 1,
      entries: 2,
      segments: [{ tornTail: { line: 4, bytes: 70 }, isClosed: false }],
    })
    expect(await readAll(file)).toMatchObject([{}, {}, { kind: 'problem', line: 4 }])
    const ledger = openJsonlLedger({ file })
    await ledger.flush()
    expect(linesOf(segment)).toEqual(lines.slice(0, 3))
    expect(await verifyLedger(file)).toMatchObject({ ok: true, tornTails: 0, entries: 2 })
    await ledger.close()
  })
})

test('two programs write to one ledger at the same time, each into a segment of its own', async () => {
  const path = folder()
  const file = join(path, 'ledger.jsonl')
  const children = [writing(file, 7, 700), writing(file, 11, 1_100)]
  for (const child of children) expect((await child.end()).complaints).toBe('')
  expect(segmentsIn(path)).toHaveLength(2)
  expect(await verifyLedger(file)).toMatchObject({
    ok: true,
    entries: 1_800,
    segments: [{ isClosed: true }, { isClosed: true }],
  })
  const counts = segmentsIn(path).map((segment) => callIdsIn(segment).length)
  expect(counts.sort()).toEqual([1_100, 700].sort())
})
