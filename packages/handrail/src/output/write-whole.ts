import { rmSync } from 'node:fs'
import { rename, rm, stat, writeFile } from 'node:fs/promises'
import { InputError } from '../errors.ts'
import type { Io } from '../io.ts'
import { safe } from './safe.ts'

/**
 * Writes a file that is there as a whole or not at all, whatever interrupts us. What is no plain file, such as a pipe or a
 * device, is written to as it is.
 */
export async function writeWhole(file: string, text: string, io: Io): Promise<void> {
  const isPlain = await stat(file).then(
    (stats) => stats.isFile(),
    () => true,
  )
  if (!isPlain) return writeFile(file, text)
  const half = `${file}.${process.pid}.tmp`
  const forget = io.onInterrupt(() => rmSync(half, { force: true }))
  try {
    await writeFile(half, text)
    await rename(half, file)
  } catch (error) {
    await rm(half, { force: true }).catch(() => {})
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new InputError(`There is no folder for ${safe(file)}: make it first.`, { cause: error })
    throw Object.assign(error as NodeJS.ErrnoException, { path: file })
  } finally {
    forget()
  }
}
