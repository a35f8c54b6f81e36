import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { describeError, HandrailError } from '../../errors.ts'
import type { GuardRecord } from '../../guard/record.ts'
import { KEY_CHECK_TEXT } from '../../ledger/ledger-line.ts'
import { entryOfTaken, type TakenRecord, takeRecord } from '../../ledger/taken-record.ts'
import { type Files, realFiles } from './files.ts'
import type { JsonlLedger, LedgerAnchor } from './jsonl-ledger.ts'
import { gapOf, LineQueue } from './line-queue.ts'
import { LineWriter } from './line-writer.ts'
import { machineId } from './machine.ts'
import { mendSegments } from './mend-segments.ts'
import { type JsonlLedgerOptions, settingsOf } from './options.ts'
import { Pump } from './pump.ts'
import { createSaidOnce } from './said-once.ts'

/** So many records may wait to be written down; one more, and the oldest is written down at once. */
const MOST_TAKEN = 1_000
/** So long records are written down in one go, in milliseconds. */
const SLICE_MS = 5

/** What a test may put in the place of the real thing. */
export interface LedgerSurroundings {
  readonly files?: Files
  readonly retryAfterMs?: number
}

/**
 * Opens a ledger in a file of JSON lines: one for every record, in a chain of hashes that {@link verifyLedger} checks.
 *
 * On the path of a call a record is only put into a list. It is written down, hashed and written moments later. Whatever
 * goes wrong with the file is counted in `stats`, said once on stderr, and tried again after a second, then two, up to a
 * minute; meanwhile records wait, and what no longer fits is dropped and stands as a gap in the ledger. The run goes on.
 *
 * @example
 * const ledger = openJsonlLedger({ file: 'logs/ledger.jsonl' })
 * const guard = createGuard({ onRecord: ledger.onRecord })
 * // before the program ends:
 * const { hash } = await ledger.close()
 *
 * @throws HandrailError `INVALID_OPTION` when an option is unknown or is not what was expected.
 */
export function openJsonlLedger(options: JsonlLedgerOptions): JsonlLedger {
  return openLedgerIn(options, {})
}

/** The same, in surroundings of a test. */
export function openLedgerIn(
  options: JsonlLedgerOptions,
  { files = realFiles, retryAfterMs }: LedgerSurroundings,
): JsonlLedger {
  const settings = settingsOf(options)
  const key = secretKeyOf(settings.key ?? randomBytes(32))
  const hmac = (text: string) => createHmac('sha256', key).update(text).digest('hex')
  const digest = settings.values === 'digest' ? hmac : undefined
  const where = typeof settings.file === 'number' ? `file descriptor ${settings.file}` : `"${settings.file}"`

  const sayUnwritable = createSaidOnce()
  const sayDropped = createSaidOnce()
  const queue = new LineQueue(settings.maxQueued)
  let taken: TakenRecord[] = []
  let given = 0
  let dropped = 0
  let failures = 0
  let lastError: string | undefined
  let closing: Promise<LedgerAnchor> | undefined
  let writer: LineWriter | undefined

  const drop = (count: number) => {
    dropped += count
    sayDropped(
      `The ledger ${where} has to leave out records, of which it keeps count; stats.lastError says what is the matter.`,
    )
  }
  const writeDown = (record: TakenRecord) => {
    try {
      if (!queue.add(record.sequence, JSON.stringify(entryOfTaken(record, digest)))) drop(1)
    } catch (error) {
      lastError = describeError(error)
      queue.drop(record.sequence, 'a record that could not be written down')
      drop(1)
    }
  }
  const refill = () => {
    const until = performance.now() + SLICE_MS
    let done = 0
    while (done < taken.length && (done === 0 || performance.now() < until))
      writeDown(taken[done++] as TakenRecord)
    taken = taken.slice(done)
    return taken.length > 0
  }

  const opened = (async () => {
    const machine = settings.direct ? '' : await machineId()
    if (typeof settings.file === 'string' && !settings.direct) await mendSegments(settings.file, machine)
    writer = new LineWriter(settings, files, machine, digest && hmac(KEY_CHECK_TEXT))
    return writer
  })()
  const failed = (error: unknown) => {
    failures++
    lastError = describeError(error)
    sayUnwritable(
      `The ledger ${where} cannot be written (${lastError}); the run goes on, and records wait for it as long as there is room.`,
    )
  }
  const hasMore = () => taken.length > 0 || queue.length > 0
  opened.catch(() => {}) // whoever waits for it is told
  const pump = new Pump({ queue, refill, hasMore, failed }, opened, retryAfterMs)
  // While writing pauses, records still have to let go of their conversations.
  let isSettling = false
  const settle = () => {
    isSettling = refill()
    if (isSettling) setImmediate(settle)
  }

  const anchor = (): LedgerAnchor => {
    const { file, line, hash } = writer?.head ?? { file: undefined, line: 0, hash: undefined }
    return { file, line, hash, written: pump.written, dropped }
  }
  const notDurable = (error: unknown) =>
    new HandrailError(
      'LEDGER_NOT_WRITTEN',
      `The ledger ${where} could not be written (${describeError(error)}).`,
      {
        cause: error,
      },
    )

  let closeError: unknown
  const close = async (): Promise<LedgerAnchor> => {
    try {
      await pump.until(given)
    } catch (error) {
      closeError = error
    }
    pump.stop()
    const lost = taken.length + queue.clear()
    taken = []
    if (lost > 0) drop(lost)
    try {
      const first = pump.through + 1
      await (await opened).close(given + 1, gapOf(first, given, 'not written when the ledger was closed'))
    } catch (error) {
      closeError ??= error
      failed(error)
    }
    return anchor()
  }

  return Object.freeze<JsonlLedger>({
    onRecord(record: GuardRecord) {
      if (closing) {
        lastError = 'the ledger is closed'
        drop(1)
        return
      }
      taken.push(takeRecord(record, ++given))
      if (taken.length > MOST_TAKEN) writeDown(taken.shift() as TakenRecord)
      if (!pump.isPausing) pump.start()
      else if (!isSettling) {
        isSettling = true
        setImmediate(settle)
      }
    },
    async flush() {
      if (closing) {
        const last = await closing
        if (closeError !== undefined) throw notDurable(closeError)
        return last
      }
      await pump.until(given).catch((error) => {
        throw notDurable(error)
      })
      return anchor()
    },
    close() {
      closing ??= close()
      return closing
    },
    [Symbol.asyncDispose]() {
      return this.close().then(() => undefined)
    },
    get stats() {
      const waiting = taken.length + queue.length
      return Object.freeze({
        written: pump.written,
        dropped,
        failures,
        unsure: writer?.unsure ?? 0,
        waiting,
        lastError,
        file: writer?.head?.file,
      })
    },
  })
}

/** A key that is ready for use: making it ready takes longer than a digest. */
function secretKeyOf(key: string | Uint8Array): KeyObject {
  return createSecretKey(typeof key === 'string' ? new TextEncoder().encode(key) : key)
}
