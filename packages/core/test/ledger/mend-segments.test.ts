import { readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { machineId } from '../../src/node/ledger/machine.ts'
import { mendSegments } from '../../src/node/ledger/mend-segments.ts'
import { newSegmentName, segmentName } from '../../src/node/ledger/segment-name.ts'
import { folder } from './folder.ts'

const machine = await machineId()
/** No system gives so high a number to a process. */
const NOBODY = 2_147_483_646
const TORN = '{"a":1}\n{"b":'

/** A segment as somebody left it, and what is left of it when it was mended. */
async function mended(text: string, pid = NOBODY, where = machine, ageMs = 0) {
  const path = folder()
  const ledger = join(path, 'ledger.jsonl')
  const segment = join(path, newSegmentName(ledger, where, pid))
  writeFileSync(segment, text)
  const time = new Date(Date.now() - ageMs)
  utimesSync(segment, time, time)
  await mendSegments(ledger, machine)
  return readFileSync(segment, 'utf8')
}

test('a torn line is cut off, and nothing else', async () => {
  expect(await mended(TORN)).toBe('{"a":1}\n')
  expect(await mended('{"a":')).toBe('')
  expect(await mended('')).toBe('')
  expect(await mended('no json\n\n{"a":1}\n')).toBe('no json\n\n{"a":1}\n')
  const long = 'x'.repeat(200_000)
  expect(await mended(`${long}\n${long}`)).toBe(`${long}\n`)
  expect(await mended(`é\n${'é'.repeat(65_536)}`)).toBe('é\n')
})

test('nothing is cut off where somebody may still write', async () => {
  expect(await mended(TORN, process.pid)).toBe(TORN)
  expect(await mended(TORN, process.ppid)).toBe(TORN)
  expect(await mended(TORN, NOBODY, '00000000')).toBe(TORN)
  // Whoever lives has mended its own file long before.
  expect(await mended(TORN, process.ppid, machine, 61_000)).toBe('{"a":1}\n')
  expect(await mended(TORN, NOBODY, '00000000', 61_000)).toBe('{"a":1}\n')
})

test.skipIf(process.platform === 'win32')('a link to another file is left alone', async () => {
  const path = folder()
  const ledger = join(path, 'ledger.jsonl')
  const other = join(path, 'other')
  writeFileSync(other, TORN)
  symlinkSync(other, join(path, newSegmentName(ledger, machine, NOBODY)))
  await mendSegments(ledger, machine)
  expect(readFileSync(other, 'utf8')).toBe(TORN)
})

test('other files are left alone', async () => {
  const path = folder()
  const ledger = join(path, 'ledger.jsonl')
  const others = ['ledger.jsonl', 'ledger.old.jsonl', 'ledger2.20260101T000000000Z-00000000-1-00000000.jsonl']
  for (const name of others) writeFileSync(join(path, name), TORN)
  await mendSegments(ledger, machine)
  for (const name of others) expect(readFileSync(join(path, name), 'utf8')).toBe(TORN)
  await mendSegments(join(path, 'no', 'ledger.jsonl'), machine)
})

test.each(['ledger.jsonl', '.ledger', 'a.b.c', 'ledger', 'l*?[x](y)$.jsonl', 'ledger.20260101T000000000Z'])(
  'the names of segments of %s are told from others',
  (ledger) => {
    const name = newSegmentName(ledger, machine, 42)
    expect(segmentName(ledger, name)).toMatchObject({
      machine,
      pid: 42,
      start: expect.stringMatching(/^\d{8}T\d{9}Z$/),
    })
    expect(segmentName(ledger, ledger)).toBeUndefined()
    expect(segmentName(ledger, `x${name}`)).toBeUndefined()
    expect(segmentName(`other${ledger}`, name)).toBeUndefined()
  },
)
