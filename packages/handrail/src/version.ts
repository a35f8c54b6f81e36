import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The version in our package.json, which lies one folder above the sources and above what is built of them. */
export function version(): string {
  const manifest = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
