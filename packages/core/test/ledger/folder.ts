import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type LedgerReading, readLedger } from '../../src/node.ts'

/** A folder that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'handrail-ledger-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** The segments in a folder, in order. */
export function segmentsIn(path: string): string[] {
  return readdirSync(path)
    .filter((name) => /^ledger\.\d{8}T\d{9}Z-[0-9a-f]{8}-\d+-[0-9a-f]{8}\.jsonl$/.test(name))
    .sort()
    .map((name) => join(path, name))
}

/** The lines of a file as text, without what ends them. */
export function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').slice(0, -1)
}

/** Everything that a ledger holds. */
export async function readAll(ledger: string): Promise<LedgerReading[]> {
  const readings: LedgerReading[] = []
  for await (const reading of readLedger(ledger)) readings.push(reading)
  return readings
}
