import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, type MockInstance, onTestFinished, test, vi } from 'vitest'
import { HandrailError } from '../../src/index.ts'
import { type Files, realFiles } from '../../src/node/ledger/files.ts'
import { openLedgerIn } from '../../src/node/ledger/open-jsonl-ledger.ts'
import { openJsonlLedger, verifyLedger } from '../../src/node.ts'
import { folder, readAll, segmentsIn } from './folder.ts'
import { forCall, recordOf } from './support.ts'

const record = await recordOf({ args: { order_id: 'W9999999' } })
const isRoot = process.getuid?.() === 0

let said: MockInstance<typeof console.error>
beforeEach(() => {
  said = vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => said.mockRestore())

/** An error as the system gives it. */
const systemError = (code: string) => Object.assign(new Error(`${code}: of the test`), { code })

/**
 * A file system that fails as often as `fails` says, after having taken a part. A sync that fails loses what was written
 * since the last one, and says so only once, as Linux does.
 */
function faulty(fails: (what: 'write' | 'truncate' | 'sync') => string | undefined, takes = 7): Files {
  return {
    ...realFiles,
    async open(path, flags, mode) {
      const file = await realFiles.open(path, flags, mode)
      let written = 0
      let stored = 0
      const guarded = async <T>(what: 'truncate' | 'sync', run: () => Promise<T>) => {
        const code = fails(what)
        if (code) throw systemError(code)
        return run()
      }
      return {
        stat: () => file.stat(),
        close: () => file.close(),
        async sync() {
          const code = fails('sync')
          if (!code) await file.sync()
          else if (flags !== 'r') await file.truncate(stored)
          stored = written
          if (code) throw systemError(code)
        },
        truncate: (length) => guarded('truncate', () => file.truncate(length)),
        // A full disk takes what fits, and refuses the rest.
        async write(bytes, offset, length, position) {
          const code = fails('write')
          if (!code) {
            const done = await file.write(bytes, offset, length, position)
            written = (position ?? written) + done.bytesWritten
            return done
          }
          await file.write(bytes, offset, Math.min(takes, length), position)
          throw systemError(code)
        },
      }
    },
  }
}

describe('a disk that is full', () => {
  test('is told once, in a sentence, and the ledger goes on when there is room again', async () => {
    const file = join(folder(), 'ledger.jsonl')
    let isFull = false
    const ledger = openLedgerIn(
      { file },
      { files: faulty((what) => (what === 'write' && isFull ? 'ENOSPC' : undefined)) },
    )
    ledger.onRecord(forCall(record, 'before'))
    await ledger.flush()
    isFull = true
    for (let i = 0; i < 3; i++) {
      ledger.onRecord(forCall(record, `during_${i}`))
      const error = await ledger.flush().catch((reason) => reason)
      expect(HandrailError.isInstance(error)).toBe(true)
      expect(error).toMatchObject({ code: 'LEDGER_NOT_WRITTEN', cause: { code: 'ENOSPC' } })
      // What could not be written is taken back to the last byte.
      expect(await verifyLedger(file)).toMatchObject({ ok: true, entries: 1, tornTails: 0 })
    }
    expect(ledger.stats).toMatchObject({ written: 1, dropped: 0, failures: 3, waiting: 3 })
    expect(ledger.stats.lastError).toContain('ENOSPC')
    isFull = false
    ledger.onRecord(forCall(record, 'after'))
    const { hash = '' } = await ledger.flush()
    await ledger.close()
    expect(await verifyLedger(file, { expectedHead: hash })).toMatchObject({ ok: true, entries: 5, gaps: 0 })
    expect(said.mock.calls.flat()).toHaveLength(1)
    expect(said.mock.calls[0]?.[0]).toMatch(
      /^\[handrail\] The ledger ".+" cannot be written \(Error: ENOSPC.*\.$/,
    )
  })

  test('is tried again by itself', async () => {
    const file = join(folder(), 'ledger.jsonl')
    let failures = 3
    const files = faulty((what) => (what === 'write' && failures-- > 0 ? 'ENOSPC' : undefined))
    const ledger = openLedgerIn({ file }, { files, retryAfterMs: 2 })
    ledger.onRecord(record)
    await vi.waitFor(() => expect(ledger.stats).toMatchObject({ written: 1, failures: 3, waiting: 0 }))
    await ledger.close()
    expect(await verifyLedger(file)).toMatchObject({ ok: true, entries: 1 })
  })

  test('costs what no longer fits, and the ledger says how much that was', async () => {
    const file = join(folder(), 'ledger.jsonl')
    let isFull = true
    const ledger = openLedgerIn(
      { file, maxQueued: 65_536 },
      { files: faulty((what) => (what === 'write' && isFull ? 'ENOSPC' : undefined)) },
    )
    for (let i = 0; i < 500; i++) ledger.onRecord(record)
    await expect(ledger.flush()).rejects.toThrow('ENOSPC')
    // What waits is bounded, records that were not written down yet included.
    for (let i = 0; i < 500; i++) ledger.onRecord(record)
    await vi.waitFor(() => expect(ledger.stats.waiting).toBeLessThanOrEqual(100))
    isFull = false
    await ledger.flush()
    const { dropped } = ledger.stats
    expect(dropped).toBeGreaterThan(900)
    ledger.onRecord(forCall(record, 'after'))
    const { hash = '' } = await ledger.close()
    const readings = await readAll(file)
    expect(readings.filter(({ kind }) => kind === 'call')).toHaveLength(1_001 - dropped)
    const [gap, ...gaps] = readings.flatMap((each) => (each.kind === 'gap' ? each.gap : []))
    expect(gap).toMatchObject({ reason: 'more records came than could be written' })
    expect(gaps.reduce((sum, each) => sum + each.dropped, gap?.dropped ?? 0)).toBe(dropped)
    expect(readings.at(-1)).toMatchObject({ kind: 'call', entry: { sequence: 1_001, callId: 'after' } })
    expect(await verifyLedger(file, { expectedHead: hash })).toMatchObject({ ok: true, dropped })
    expect(said).toHaveBeenCalledTimes(2)
  })

  test('that stays full costs what waits when the ledger is closed', async () => {
    const path = folder()
    const ledger = openLedgerIn({ file: join(path, 'ledger.jsonl') }, { files: faulty(() => 'ENOSPC', 0) })
    for (let i = 0; i < 5; i++) ledger.onRecord(record)
    expect(await ledger.close()).toMatchObject({ written: 0, dropped: 5 })
    expect(ledger.stats.lastError).toContain('ENOSPC')
    await expect(ledger.flush()).rejects.toMatchObject({ code: 'LEDGER_NOT_WRITTEN' })
  })

  test('leaves a gap at the end where there is room for that', async () => {
    const file = join(folder(), 'ledger.jsonl')
    let failures = 1
    const files = faulty((what) => (what === 'write' && failures-- > 0 ? 'ENOSPC' : undefined))
    const ledger = openLedgerIn({ file }, { files, retryAfterMs: 60_000 })
    for (let i = 0; i < 5; i++) ledger.onRecord(record)
    expect(await ledger.close()).toMatchObject({ written: 0, dropped: 5 })
    expect(await verifyLedger(file)).toMatchObject({ ok: true, dropped: 5, segments: [{ isClosed: true }] })
  })

  test('that has lost what it took is not vouched for: a gap tells', async () => {
    const file = join(folder(), 'ledger.jsonl')
    let failures = 0
    const files = faulty((what) => (what === 'sync' && failures-- > 0 ? 'EIO' : undefined))
    const ledger = openLedgerIn({ file }, { files, retryAfterMs: 60_000 })
    ledger.onRecord(forCall(record, 'stored'))
    const stored = await ledger.flush()
    ledger.onRecord(forCall(record, 'lost'))
    await vi.waitFor(() => expect(ledger.stats.written).toBe(2))
    ledger.onRecord(forCall(record, 'lost too'))
    await vi.waitFor(() => expect(ledger.stats.written).toBe(3))
    failures = 1
    await expect(ledger.flush()).rejects.toThrow('EIO')
    await ledger.flush()
    expect(ledger.stats).toMatchObject({ written: 3, unsure: 2, failures: 1 })
    ledger.onRecord(forCall(record, 'later'))
    await ledger.close()
    expect(await readAll(file)).toMatchObject([
      { kind: 'call', entry: { sequence: 1 } },
      {
        kind: 'gap',
        gap: { sequence: 2, dropped: 2, reason: expect.stringContaining('a file that failed') },
      },
      { kind: 'call', entry: { sequence: 4, callId: 'later' } },
    ])
    expect(await verifyLedger(file, { expectedHead: stored.hash ?? '' })).toMatchObject({ ok: true })
  })

  test('loses nothing that flush has vouched for, whatever fails and when', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('write', 'truncate', 'sync', 'flush', 'record', 'heal'), { maxLength: 60 }),
        fc.nat(2_000),
        async (steps, takes) => {
          const path = folder()
          const file = join(path, 'ledger.jsonl')
          let failing: string | undefined
          const files = faulty(
            (what) => (what === failing || (failing === 'truncate' && what === 'write') ? 'EIO' : undefined),
            takes,
          )
          const ledger = openLedgerIn({ file }, { files, retryAfterMs: 1 })
          let given = 0
          let vouched = 0
          for (const step of steps) {
            if (step === 'record') ledger.onRecord(forCall(record, `call_${++given}`))
            else if (step === 'heal') failing = undefined
            else if (step !== 'flush') failing = step
            else
              await ledger.flush().then(
                () => {
                  vouched = given
                },
                () => {},
              )
          }
          await ledger.close()
          const found = new Set<number>()
          for (const each of await readAll(file).catch(() => [])) {
            if (each.kind === 'call') found.add(each.entry.sequence)
            if (each.kind === 'gap')
              for (let i = 0; i < each.gap.dropped; i++) found.add(each.gap.sequence + i)
          }
          for (let i = 1; i <= vouched; i++) expect(found).toContain(i)
          if (segmentsIn(path).length === 0) return
          const verified = await verifyLedger(file)
          expect(verified.broken).toBeUndefined()
        },
      ),
      { numRuns: 100 },
    ))

  test.skipIf(process.platform === 'win32')(
    'ends no line in the middle where segments cannot be had',
    async () => {
      let room = 2_500
      let taken = ''
      const file = {
        ...(await realFiles.open('/dev/null', 'w')),
        async write(bytes: Uint8Array, offset: number, length: number) {
          if (room === 0) throw systemError('ENOSPC')
          const bytesWritten = Math.min(length, room)
          room -= bytesWritten
          taken += new TextDecoder().decode(bytes.subarray(offset, offset + bytesWritten))
          return { bytesWritten }
        },
      }
      const files = { ...realFiles, open: async () => file }
      const ledger = openLedgerIn({ file: '/dev/null' }, { files, retryAfterMs: 60_000 })
      for (let i = 0; i < 10; i++) {
        ledger.onRecord(record)
        await ledger.flush().catch(() => {})
      }
      room = 1_000
      await expect(ledger.flush()).rejects.toThrow('ENOSPC')
      room = Number.POSITIVE_INFINITY
      const { hash = '' } = await ledger.close()
      const captured = join(folder(), 'captured.jsonl')
      writeFileSync(captured, taken)
      expect(await verifyLedger(captured, { expectedHead: hash })).toMatchObject({ ok: true, entries: 10 })
    },
  )

  test.skipIf(!existsSync('/dev/full'))('is survived where the system says so', async () => {
    const ledger = openJsonlLedger({ file: '/dev/full' })
    ledger.onRecord(record)
    await expect(ledger.flush()).rejects.toThrow('ENOSPC')
    await ledger.close()
    expect(ledger.stats).toMatchObject({ written: 0, dropped: 1 })
  })

  // Needs the right to mount: that of a container's root.
  test.skipIf(!isRoot || process.platform !== 'linux')('is survived on a disk of 64 KB', async ({ skip }) => {
    const path = folder()
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'ignore' })
    } catch {
      skip('mounting is not allowed here')
    }
    onTestFinished(() => {
      execFileSync('umount', [path])
    })
    const file = join(path, 'ledger.jsonl')
    const ballast = join(path, 'ballast')
    writeFileSync(ballast, 'x'.repeat(40_000))
    const ledger = openJsonlLedger({ file, maxQueued: 65_536 })
    let failed = 0
    for (let i = 0; i < 40; i++) {
      for (let j = 0; j < 5; j++) ledger.onRecord(record)
      await ledger.flush().catch(() => failed++)
    }
    expect(failed).toBeGreaterThan(0)
    expect(ledger.stats.lastError).toContain('ENOSPC')
    expect(await verifyLedger(file)).toMatchObject({ ok: true, tornTails: 0, gaps: 0 })
    rmSync(ballast)
    const { hash = '', written, dropped } = await ledger.flush().catch(() => ledger.close())
    expect(written + dropped).toBe(200)
    expect(await verifyLedger(file, { expectedHead: hash })).toMatchObject({
      ok: true,
      entries: written,
      dropped,
    })
    expect(dropped).toBeGreaterThan(0)
  })
})

describe('what was taken and may be lost', () => {
  test('is told by a gap, where a device fails or its reader is gone', async () => {
    let taken = ''
    let failing: 'write' | 'sync' | undefined
    const file = {
      ...(await realFiles.open('/dev/null', 'w')),
      async write(bytes: Uint8Array) {
        if (failing === 'write') throw systemError('EPIPE')
        taken += new TextDecoder().decode(bytes)
        return { bytesWritten: bytes.length }
      },
      async sync() {
        if (failing === 'sync') throw systemError('EIO')
      },
    }
    const files = { ...realFiles, open: async () => file }
    const ledger = openLedgerIn({ file: '/dev/null' }, { files, retryAfterMs: 60_000 })
    for (const what of ['write', 'sync'] as const) {
      ledger.onRecord(record)
      await vi.waitFor(() => expect(ledger.stats.waiting).toBe(0))
      failing = what
      if (what === 'write') ledger.onRecord(record)
      await expect(ledger.flush()).rejects.toThrow(what === 'write' ? 'EPIPE' : 'EIO')
      failing = undefined
      taken = ''
      await ledger.flush()
      const [open, gap] = taken.split('\n').map((line) => line && JSON.parse(line))
      expect(open).toMatchObject({ kind: 'open', sequence: gap.sequence })
      expect(gap).toMatchObject({ kind: 'gap', dropped: 1 })
    }
    expect(ledger.stats).toMatchObject({ written: 3, unsure: 2, dropped: 0, waiting: 0 })
    await ledger.close()
  })

  test.skipIf(process.platform === 'win32')('is told by a gap, where the file was removed', async () => {
    const path = folder()
    const file = join(path, 'ledger.jsonl')
    const ledger = openJsonlLedger({ file })
    ledger.onRecord(record)
    await vi.waitFor(() => expect(ledger.stats.written).toBe(1))
    for (const segment of segmentsIn(path)) rmSync(segment)
    await expect(ledger.flush()).rejects.toThrow('the file was removed')
    await ledger.flush()
    await ledger.close()
    expect(await readAll(file)).toMatchObject([{ kind: 'gap', gap: { sequence: 1, dropped: 1 } }])
    expect(await verifyLedger(file)).toMatchObject({ ok: true, dropped: 1 })
  })
})

test('the name of a file is stored with it', async () => {
  const path = folder()
  const synced: string[] = []
  const files: Files = {
    ...realFiles,
    async open(opened, flags, mode) {
      const file = await realFiles.open(opened, flags, mode)
      return { ...file, sync: () => file.sync().then(() => void synced.push(opened)) }
    },
  }
  const ledger = openLedgerIn({ file: join(path, 'ledger.jsonl') }, { files })
  for (let i = 0; i < 2; i++) {
    ledger.onRecord(record)
    await ledger.flush()
  }
  const [segment] = segmentsIn(path)
  expect(synced).toEqual([segment, path, segment])
  await ledger.close()
})

test('a disk that hangs keeps no conversation in memory', async () => {
  const files: Files = { ...realFiles, open: () => new Promise<never>(() => {}) }
  const ledger = openLedgerIn({ file: join(folder(), 'ledger.jsonl'), maxQueued: 65_536 }, { files })
  ledger.onRecord(record)
  await vi.waitFor(() => expect(ledger.stats.waiting).toBe(1))
  await new Promise((resolve) => setTimeout(resolve, 5))
  for (let i = 0; i < 900; i++) ledger.onRecord(record)
  await vi.waitFor(() => expect(ledger.stats.waiting).toBeLessThanOrEqual(100))
  expect(ledger.stats.dropped).toBeGreaterThan(800)
})

describe('a file that cannot be written', () => {
  test('because its folder is none is told, and written when it can be', async () => {
    const path = folder()
    const blocked = join(path, 'logs')
    writeFileSync(blocked, 'a file')
    const file = join(blocked, 'ledger.jsonl')
    const ledger = openJsonlLedger({ file })
    ledger.onRecord(record)
    await expect(ledger.flush()).rejects.toThrow('The ledger')
    rmSync(blocked)
    await ledger.flush()
    expect(await verifyLedger(file)).toMatchObject({ ok: true, entries: 1 })
    await ledger.close()
    expect(said).toHaveBeenCalledTimes(1)
  })

  test.skipIf(isRoot || process.platform === 'win32')('because it may not be is told', async () => {
    const path = folder()
    chmodSync(path, 0o500)
    onTestFinished(() => chmodSync(path, 0o700))
    const ledger = openJsonlLedger({ file: join(path, 'ledger.jsonl') })
    ledger.onRecord(record)
    await expect(ledger.flush()).rejects.toThrow('EACCES')
    await ledger.close()
    expect(ledger.stats).toMatchObject({ written: 0, dropped: 1 })
  })

  test.skipIf(process.platform === 'win32')('because its folder was removed is written anew', async () => {
    const path = folder()
    const logs = join(path, 'logs')
    const file = join(logs, 'ledger.jsonl')
    const ledger = openJsonlLedger({ file })
    ledger.onRecord(forCall(record, 'before'))
    await ledger.flush()
    rmSync(logs, { recursive: true })
    ledger.onRecord(forCall(record, 'after'))
    await expect(ledger.flush()).rejects.toThrow('the file was removed')
    await ledger.flush()
    await ledger.close()
    expect(await readAll(file)).toMatchObject([{ kind: 'call', entry: { sequence: 2, callId: 'after' } }])
    const verified = await verifyLedger(file)
    expect(verified).toMatchObject({ ok: true, segments: [{ after: { isThere: false } }] })
    expect(said).toHaveBeenCalledTimes(1)
  })
})

describe.skipIf(process.platform === 'win32')('a named pipe', () => {
  const pipe = () => {
    const path = join(folder(), 'pipe')
    execFileSync('mkfifo', [path])
    return path
  }
  const reader = (path: string) => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const readFrom = (fd: number) => {
    const bytes = new Uint8Array(1_000_000)
    return new TextDecoder().decode(bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, null)))
  }

  test('is written to while somebody reads, and told of when nobody does', async () => {
    const path = pipe()
    const ledger = openJsonlLedger({ file: path })
    ledger.onRecord(forCall(record, 'first'))
    await expect(ledger.flush()).rejects.toThrow('ENXIO')
    const first = reader(path)
    await ledger.flush()
    expect(readFrom(first)).toMatch(/^\{"previous":"0{64}","kind":"open".*\n.*"callId":"first".*\n$/)
    closeSync(first)
    ledger.onRecord(forCall(record, 'second'))
    await expect(ledger.flush()).rejects.toThrow('EPIPE')
    await expect(ledger.flush()).rejects.toThrow('ENXIO')
    const second = reader(path)
    await ledger.flush()
    // Whoever begins to read begins with a chain of its own.
    expect(readFrom(second)).toMatch(
      /^\{"previous":"0{64}","kind":"open".*"sequence":2.*\n.*"callId":"second".*\n$/,
    )
    await ledger.close()
    closeSync(second)
    expect(said).toHaveBeenCalledTimes(1)
    expect(ledger.stats).toMatchObject({ written: 2, dropped: 0, failures: 3 })
  })

  test('takes lines that are longer than it is wide', async () => {
    const path = pipe()
    const fd = reader(path)
    const ledger = openJsonlLedger({ file: path })
    for (let i = 0; i < 300; i++) ledger.onRecord(record)
    const closed = ledger.close()
    let text = ''
    let isClosed = false
    void closed.then(() => {
      isClosed = true
    })
    while (!isClosed) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      try {
        text += readFrom(fd)
      } catch {}
    }
    text += readFrom(fd)
    closeSync(fd)
    const captured = join(folder(), 'captured.jsonl')
    writeFileSync(captured, text)
    expect(await verifyLedger(captured)).toMatchObject({
      ok: true,
      entries: 300,
      segments: [{ isClosed: true }],
    })
  })

  test('may be open already', async () => {
    const path = join(folder(), 'opened.jsonl')
    const fd = openSync(path, 'a')
    const ledger = openJsonlLedger({ file: fd })
    ledger.onRecord(record)
    const { hash = '' } = await ledger.close()
    closeSync(fd)
    expect(await verifyLedger(path, { expectedHead: hash })).toMatchObject({ ok: true, entries: 1 })
    const closed = openJsonlLedger({ file: fd })
    closed.onRecord(record)
    await expect(closed.flush()).rejects.toThrow('EBADF')
    await closed.close()
  })
})

test('a folder is made where it is missing, for the owner alone', async () => {
  const path = folder()
  mkdirSync(join(path, 'a'))
  const ledger = openJsonlLedger({ file: join(path, 'a', 'b', 'c', 'ledger.jsonl') })
  ledger.onRecord(record)
  await ledger.close()
  expect(segmentsIn(join(path, 'a', 'b', 'c'))).toHaveLength(1)
})
