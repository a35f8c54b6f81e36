import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder that holds some files, by their paths, until the test ends. Objects are written as JSON. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array | object>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'handrail-config-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    const isText = typeof content === 'string' || content instanceof Uint8Array
    writeFileSync(file, isText ? content : JSON.stringify(content))
  }
  return folder
}
