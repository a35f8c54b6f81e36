import { close, fstat, fsync, ftruncate, open, write } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'

/** An open file, as far as a ledger uses it. */
export interface OpenFile {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position?: number,
  ): Promise<{ readonly bytesWritten: number }>
  truncate(length: number): Promise<void>
  sync(): Promise<void>
  stat(): Promise<{ readonly nlink: number }>
  close(): Promise<void>
}

/** What a ledger does to the file system. A test puts a faulty one in its place. */
export interface Files {
  open(path: string, flags: number | string, mode?: number): Promise<OpenFile>
  mkdir(path: string): Promise<unknown>
}

const calls = {
  open: promisify(open),
  write: promisify(write),
  truncate: promisify(ftruncate),
  sync: promisify(fsync),
  stat: promisify(fstat),
  close: promisify(close),
}

/**
 * A file by its number. Node closes a forgotten `FileHandle` with a warning, and will throw one day: a ledger that nobody
 * closed must not end a run.
 */
export function fileOf(fd: number): OpenFile {
  return {
    write: (bytes, offset, length, position) => calls.write(fd, bytes, offset, length, position ?? null),
    truncate: (length) => calls.truncate(fd, length),
    sync: () => calls.sync(fd),
    stat: () => calls.stat(fd),
    close: () => calls.close(fd),
  }
}

/** The real file system. */
export const realFiles: Files = {
  open: async (path, flags, mode) => fileOf(await calls.open(path, flags, mode)),
  mkdir: (path) => mkdir(path, { recursive: true, mode: 0o700 }),
}
