import { expect } from 'vitest'
import { HandrailError } from '../../src/index.ts'
import { type HandrailConfig, loadConfig } from '../../src/node.ts'
import { folderOf } from './folder.ts'

/** Loads a text as a file of that name. */
export function loaded(text: string | Uint8Array, name = 'handrail.toml'): Promise<HandrailConfig> {
  return loadConfig({ cwd: folderOf({ [name]: text }), file: name })
}

/** The lines of the error that loading ends in, without the folder before the name of the file. */
export async function mistakesIn(loading: Promise<unknown>): Promise<string[]> {
  const error = await loading.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (!HandrailError.isInstance(error)) throw new Error(`Expected a HandrailError, got ${error}`)
  expect(error.code).toBe('INVALID_CONFIG')
  return error.message.split('\n').map((line) => {
    // Every mistake is a line that says all by itself.
    expect(line).toMatch(/^\/.+?: Expected .+[.?)]$/)
    return line.replace(/^[^:]*\//, '')
  })
}
