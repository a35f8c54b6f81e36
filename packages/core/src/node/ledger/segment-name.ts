import { randomBytes } from 'node:crypto'
import { parse } from 'node:path'

/** What the name of a segment says. */
export interface SegmentName {
  /** When it was begun, as in its name: later ones sort behind earlier ones. */
  readonly start: string
  /** See `machineId`. */
  readonly machine: string
  readonly pid: number
}

const middle = /^\.(\d{8}T\d{9}Z)-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{8}$/

/** A new name for a segment of a ledger, in its folder. */
export function newSegmentName(ledger: string, machine: string, pid: number): string {
  const { name, ext } = parse(ledger)
  const start = new Date().toISOString().replaceAll(/[-:.]/g, '')
  return `${name}.${start}-${machine}-${pid}-${randomBytes(4).toString('hex')}${ext}`
}

/** What a file's name says, where it is that of a segment of the ledger; `undefined` where it is not. */
export function segmentName(ledger: string, file: string): SegmentName | undefined {
  const { name, ext } = parse(ledger)
  if (!file.startsWith(name) || !file.endsWith(ext)) return undefined
  const [, start, machine, pid] = middle.exec(file.slice(name.length, file.length - ext.length)) ?? []
  return start && machine && pid ? { start, machine, pid: Number(pid) } : undefined
}
