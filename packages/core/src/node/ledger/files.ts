import { mkdir, open } from 'node:fs/promises'

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

/** The real file system. */
export const realFiles: Files = {
  open,
  mkdir: (path) => mkdir(path, { recursive: true, mode: 0o700 }),
}
