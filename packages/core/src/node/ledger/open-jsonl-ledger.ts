import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { describeError, HandrailError } from '../../errors.ts'
import type { GuardRecord } from '../../guard/record.ts'
import { KEY_CHECK_TEXT } from '../../ledger/ledger-line.ts'
import { type Files, realFiles } from './files.ts'
import { Intake } from './intake.ts'
import type { JsonlLedger, LedgerAnchor } from './jsonl-ledger.ts'
import { gapOf } from './line-queue.ts'
import { LineWriter } from './line-writer.ts'
import { machineId } from './machine.ts'
import { mendSegments } from './mend-segments.ts'
import { type JsonlLedgerOptions, settingsOf } from './options.ts'
import { Pump } from './pump.ts'
import { createSaidOnce } from './said-once.ts'

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
  let failures = 0
  let lastError: string | undefined
  let writer: LineWriter | undefined
  let closing: Promise<LedgerAnchor> | undefined
  let closeError: unknown

  const intake = new Intake(settings.maxQueued, digest, (why = 'more records came than could be written') => {
    lastError = why
    sayDropped(`The ledger ${where} leaves out records, and counts them: ${why}.`)
  })
  const failed = (error: unknown) => {
    failures++
    lastError = describeError(error)
    sayUnwritable(
      `The ledger ${where} cannot be written (${lastError}); the run goes on, and records wait as long as there is room.`,
    )
  }
  const opened = (async () => {
    const machine = settings.direct ? '' : await machineId()
    if (typeof settings.file === 'string' && !settings.direct) await mendSegments(settings.file, machine)
    writer = new LineWriter(settings, files, machine, digest && hmac(KEY_CHECK_TEXT))
    return writer
  })()
  opened.catch(() => {}) // whoever waits for it is told
  const pump = new Pump(intake, failed, opened, retryAfterMs)

  const anchor = (): LedgerAnchor => {
    const { file, line, hash } = writer?.head ?? { file: undefined, line: 0, hash: undefined }
    return { file, line, hash, written: pump.written, dropped: intake.dropped }
  }
  const notDurable = (cause: unknown) =>
    new HandrailError(
      'LEDGER_NOT_WRITTEN',
      `The ledger ${where} could not be written (${describeError(cause)}).`,
      { cause },
    )
  const close = async (): Promise<LedgerAnchor> => {
    const { given } = intake
    try {
      await pump.until(given)
    } catch (error) {
      closeError = error
    }
    pump.stop()
    intake.abandon()
    try {
      const gap = gapOf(pump.through + 1, given, 'not written when the ledger was closed')
      await (await opened).close(gap)
    } catch (error) {
      closeError ??= error
      failed(error)
    }
    return anchor()
  }

  return Object.freeze<JsonlLedger>({
    onRecord(record: GuardRecord) {
      if (closing) return intake.refuse()
      intake.take(record)
      intake.settle()
      pump.start()
    },
    async flush() {
      if (!closing)
        await pump.until(intake.given).catch((error) => {
          throw notDurable(error)
        })
      const last = closing ? await closing : anchor()
      if (closeError !== undefined) throw notDurable(closeError)
      return last
    },
    close() {
      closing ??= close()
      return closing
    },
    async [Symbol.asyncDispose]() {
      await this.close()
    },
    get stats() {
      return Object.freeze({
        written: pump.written,
        dropped: intake.dropped,
        failures,
        unsure: writer?.unsure ?? 0,
        waiting: intake.waiting,
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
