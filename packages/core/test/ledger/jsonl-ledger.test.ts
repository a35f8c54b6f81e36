import { createHash, createHmac } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { corpusOf, createGuard, type GuardRecord, HandrailError, ledgerEntrySchema } from '../../src/index.ts'
import { openJsonlLedger, verifyLedger } from '../../src/node.ts'
import { thrownBy } from '../support/thrown-by.ts'
import { folder, linesOf, readAll, segmentsIn } from './folder.ts'
import { forCall, recordOf } from './support.ts'

const record = await recordOf({ args: { order_id: 'W9999999', user: 'sara.doe496@example.com' } })
const KEY = 'sixteen bytes or more'

describe('a JSONL ledger', () => {
  test('holds a line for every record, each with the hash of the one before', async () => {
    const path = folder()
    const file = join(path, 'logs', 'ledger.jsonl')
    const ledger = openJsonlLedger({ file })
    for (let i = 0; i < 20; i++) ledger.onRecord(forCall(record, `call_${i}`))
    const flushed = await ledger.flush()
    expect(flushed).toMatchObject({ line: 21, written: 20, dropped: 0 })
    const closed = await ledger.close()
    expect(closed).toMatchObject({ line: 22, written: 20 })

    const [segment, ...others] = segmentsIn(join(path, 'logs'))
    expect(others).toEqual([])
    expect(segment).toBe(closed.file)
    const lines = linesOf(segment ?? '')
    let previous = '0'.repeat(64)
    for (const line of lines) {
      expect(JSON.parse(line).previous).toBe(previous)
      previous = createHash('sha256').update(line).digest('hex')
    }
    expect(previous).toBe(closed.hash)
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual(['open', ...Array(20).fill('call'), 'close'])
    expect(await verifyLedger(file, { expectedHead: [flushed.hash ?? '', closed.hash ?? ''] })).toMatchObject(
      {
        ok: true,
        lines: 22,
        entries: 20,
        tornTails: 0,
        segments: [{ isClosed: true, head: { line: 22, hash: closed.hash } }],
      },
    )
    const entries = (await readAll(file)).map((each) => each.kind === 'call' && each.entry)
    expect(entries.map((entry) => entry && [entry.sequence, entry.callId])).toEqual(
      Array.from({ length: 20 }, (_, i) => [i + 1, `call_${i}`]),
    )
    for (const entry of entries) expect(ledgerEntrySchema.parse(entry)).toEqual(entry)
    // What an agent did is nobody else's business.
    if (process.platform !== 'win32') expect(statSync(segment ?? '').mode & 0o777).toBe(0o600)
  })

  test('keeps digests that whoever has the key can work out again', async () => {
    const file = join(folder(), 'ledger.jsonl')
    const ledger = openJsonlLedger({ file, key: KEY })
    ledger.onRecord(record)
    const { file: segment = '' } = await ledger.close()
    const hmac = (text: string) => createHmac('sha256', KEY).update(text).digest('hex')
    const [open, call] = linesOf(segment).map((line) => JSON.parse(line))
    expect(open).toMatchObject({ values: 'digest', keyCheck: hmac('handrail ledger key'), pid: process.pid })
    expect(call.arguments[0].value).toEqual({ hmac: hmac('W9999999') })
    expect(readFileSync(segment, 'utf8')).not.toMatch(/W9999999|sara|sixteen/)
  })

  test('makes a key of its own for each opening, without one', async () => {
    const file = join(folder(), 'ledger.jsonl')
    const digestOfValue = async () => {
      const ledger = openJsonlLedger({ file })
      ledger.onRecord(record)
      const { file: segment = '' } = await ledger.close()
      return JSON.parse(linesOf(segment)[1] ?? '').arguments[0].value.hmac
    }
    expect(await digestOfValue()).not.toBe(await digestOfValue())
    expect((await verifyLedger(file)).segments).toHaveLength(2)
  })

  test('keeps values as they are where it is told to', async () => {
    const file = join(folder(), 'ledger.jsonl')
    const ledger = openJsonlLedger({ file, values: 'plain' })
    ledger.onRecord(record)
    await ledger.close()
    const [reading] = await readAll(file)
    expect(reading).toMatchObject({
      kind: 'call',
      entry: { arguments: [{ value: 'W9999999' }, { origins: [{ excerpt: {} }] }] },
    })
  })

  test('takes the records of several guards, beside other sinks', async () => {
    const file = join(folder(), 'ledger.jsonl')
    const ledger = openJsonlLedger({ file })
    const seen: GuardRecord[] = []
    const onRecord = [ledger.onRecord, (each: GuardRecord) => seen.push(each)]
    for (const guard of [createGuard({ onRecord }), createGuard({ onRecord })]) {
      const assessment = guard.assess({ toolCallId: 'c', toolName: 'cancel_order', args: {} }, guard.corpus())
      const proposal = await guard.propose(assessment)
      expect(
        guard.record(assessment, proposal, { intervention: 'OBSERVE', dispatched: true }).faults,
      ).toEqual([])
    }
    await ledger.close()
    expect(seen).toHaveLength(2)
    expect((await readAll(file)).map((each) => each.kind === 'call' && each.entry.sequence)).toEqual([1, 2])
  })

  test('stays where it was opened, wherever the program goes', async () => {
    const path = folder()
    const cwd = vi.spyOn(process, 'cwd').mockReturnValue(path)
    const ledger = openJsonlLedger({ file: 'ledger.jsonl' })
    cwd.mockRestore()
    ledger.onRecord(record)
    const { file } = await ledger.close()
    expect(segmentsIn(path)).toEqual([file])
  })

  test('writes no file where there was nothing to write', async () => {
    const path = folder()
    const ledger = openJsonlLedger({ file: join(path, 'ledger.jsonl') })
    expect(await ledger.flush()).toEqual({
      file: undefined,
      line: 0,
      hash: undefined,
      written: 0,
      dropped: 0,
    })
    await ledger.close()
    expect(segmentsIn(path)).toEqual([])
  })

  test('says what a record said when it was made, whatever happens to it later', async () => {
    const file = join(folder(), 'ledger.jsonl')
    const ledger = openJsonlLedger({ file, values: 'plain' })
    const args: Record<string, unknown> = { order_id: 'W5442520' }
    const faults = ['no channel']
    const changed = await recordOf({ args })
    ledger.onRecord({ ...changed, faults })
    args.order_id = 'W0000000'
    faults.push('onRecord failed: another sink')
    await ledger.flush()
    const [reading] = await readAll(file)
    expect(reading).toMatchObject({
      entry: { arguments: [{ value: 'W5442520' }], faults: [{ text: 'no channel' }] },
    })
  })

  test('tells the path that was there, or none, where the app changes what a tool said', async () => {
    const file = join(folder(), 'ledger.jsonl')
    const ledger = openJsonlLedger({ file, values: 'plain' })
    for (const note of ['', 'a "quoted" one', 'a line\nand another', '\u0130\uFB01', 'x'.repeat(100_000)]) {
      const content = { orders: [{ id: 'W5442520', note, json: JSON.stringify({ in: ['W7731849'] }) }] }
      const result = { kind: 'result', toolCallId: 'read_1', toolName: 'get_user', content } as const
      const args = { order_id: 'W5442520', other_id: 'W7731849' }
      ledger.onRecord(await recordOf({ args }, {}, corpusOf([result])))
      content.orders.unshift({ id: 'W0000001', note: '', json: '' })
    }
    await ledger.close()
    const readings = await readAll(file)
    expect(readings).toHaveLength(5)
    for (const reading of readings) {
      const found = reading.kind === 'call' ? reading.entry.arguments.flatMap(({ origins }) => origins) : []
      expect(found).toMatchObject(Array(2).fill({ tool: 'get_user', callId: 'read_1', entry: 0 }))
      expect([undefined, ["$['orders'][0]['id']"]]).toContainEqual(found[0]?.path)
      expect([undefined, ["$['orders'][0]['json']", "$['in'][0]"]]).toContainEqual(found[1]?.path)
    }
  })

  test('is closed when it goes out of scope, and drops and counts what comes later', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const file = join(folder(), 'ledger.jsonl')
    const ledger = openJsonlLedger({ file })
    {
      await using scoped = ledger
      scoped.onRecord(record)
    }
    expect((await verifyLedger(file)).segments).toMatchObject([{ isClosed: true, entries: 1 }])
    ledger.onRecord(record)
    ledger.onRecord(record)
    expect(ledger.stats).toMatchObject({
      written: 1,
      dropped: 2,
      waiting: 0,
      lastError: 'the ledger is closed',
    })
    expect(said).toHaveBeenCalledTimes(1)
    expect((await ledger.close()).written).toBe(1)
    expect((await ledger.flush()).written).toBe(1)
    said.mockRestore()
  })

  test('begins another segment where one has grown enough, which goes on from it', async () => {
    const path = folder()
    const file = join(path, 'ledger.jsonl')
    const ledger = openJsonlLedger({ file, rotateAt: 65_536 })
    for (let i = 0; i < 300; i++) {
      ledger.onRecord(forCall(record, `call_${i}`))
      if (i % 10 === 0) await ledger.flush()
    }
    const { hash = '' } = await ledger.close()
    const verified = await verifyLedger(file, { expectedHead: hash })
    expect(verified).toMatchObject({ ok: true, entries: 300 })
    expect(verified.segments.length).toBeGreaterThan(3)
    expect(verified.segments.every(({ isClosed }) => isClosed)).toBe(true)
    const after = verified.segments.flatMap((segment) => segment.after ?? [])
    expect(after).toHaveLength(verified.segments.length - 1)
    expect(after.every(({ isThere }) => isThere)).toBe(true)
    expect((await readAll(file)).map((each) => each.kind === 'call' && each.entry.sequence)).toEqual(
      Array.from({ length: 300 }, (_, i) => i + 1),
    )
  })

  test('leaves out a record that cannot be written down, and says so', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const file = join(folder(), 'ledger.jsonl')
    const ledger = openJsonlLedger({ file })
    const hostile = {
      ...record,
      assessment: {
        ...record.assessment,
        get verdict(): never {
          throw new Error('none of yours')
        },
      },
    }
    ledger.onRecord(record)
    for (const none of [hostile, null, {}]) ledger.onRecord(none as never)
    await ledger.flush()
    ledger.onRecord(record)
    expect(await ledger.close()).toMatchObject({ written: 2, dropped: 3 })
    expect(await readAll(file)).toMatchObject([
      { kind: 'call', entry: { sequence: 1 } },
      { kind: 'gap', gap: { sequence: 2, dropped: 3, reason: 'a record that could not be written down' } },
      { kind: 'call', entry: { sequence: 5 } },
    ])
    expect(await verifyLedger(file)).toMatchObject({ ok: true, gaps: 1, dropped: 3 })
    expect(said).toHaveBeenCalledTimes(1)
    said.mockRestore()
  })
})

describe('a mistake in its options', () => {
  const file = 'ledger.jsonl'
  test.each([
    [{}, '`options.file` to be the name of a file'],
    [{ file: '' }, '`options.file`'],
    [{ file: import.meta.dirname }, 'not of a folder'],
    [{ file, values: 'hashed' }, '`options.values` to be one of digest, plain, got "hashed"'],
    [{ file, key: 'short secret' }, '`options.key` to be a string or bytes, of at least 16 bytes'],
    [{ file, key: KEY, values: 'plain' }, '`options.key` to be absent'],
    [{ file, maxQueued: 1 }, '`options.maxQueued` to be an integer from 65536, got 1'],
    [{ file, rotateAt: 1e5 + 0.5 }, '`options.rotateAt`'],
    [{ file, fil: 1 }, '`options` to have no fields but file, values'],
    [undefined, '`options` to be an object'],
  ])('%j: %s', (options, sentence) => {
    const error = thrownBy(() => openJsonlLedger(options as never))
    expect(HandrailError.isInstance(error)).toBe(true)
    expect(error.code).toBe('INVALID_OPTION')
    expect(error.message).toContain(sentence)
    expect(error.message).not.toContain('short secret')
  })
})
