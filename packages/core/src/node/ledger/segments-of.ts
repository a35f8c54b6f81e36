import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { describeError, HandrailError } from '../../errors.ts'
import { segmentName } from './segment-name.ts'

/**
 * The files of a ledger, the oldest first: its segments, and the file itself where there is one. A segment alone is just
 * that one.
 *
 * @throws HandrailError `NO_LEDGER` when there is none, or its folder cannot be read.
 */
export async function segmentsOf(ledger: string): Promise<readonly string[]> {
  const folder = dirname(ledger)
  const isFile = await stat(ledger).then(
    (stats) => stats.isFile(),
    () => false,
  )
  let names: string[] = []
  try {
    names = (await readdir(folder)).filter((file) => segmentName(ledger, file))
  } catch (error) {
    if (!isFile)
      throw new HandrailError('NO_LEDGER', `There is no ledger "${ledger}": ${describeError(error)}.`, {
        cause: error,
      })
  }
  const files = names.sort(byStart(ledger)).map((file) => join(folder, file))
  if (isFile) files.unshift(ledger)
  if (files.length === 0)
    throw new HandrailError(
      'NO_LEDGER',
      `There is no ledger "${ledger}": neither the file nor a segment of it such as "${basename(ledger)}" begins is in "${folder}".`,
    )
  return files
}

function byStart(ledger: string): (a: string, b: string) => number {
  const startOf = (file: string) => segmentName(ledger, file)?.start ?? ''
  return (a, b) => (startOf(a) < startOf(b) ? -1 : startOf(a) > startOf(b) ? 1 : a < b ? -1 : 1)
}
