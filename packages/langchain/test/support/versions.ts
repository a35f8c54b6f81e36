import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { Session } from 'node:inspector'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import core from '@langchain/core/package.json' with { type: 'json' }
import langgraph from '@langchain/langgraph/package.json' with { type: 'json' }
import langchain from 'langchain/package.json' with { type: 'json' }

/** The versions that the tests run on, by the names of the packages. */
export const versions: Readonly<Record<string, string>> = {
  langchain: langchain.version,
  '@langchain/core': core.version,
  '@langchain/langgraph': langgraph.version,
}

export interface Manifest {
  readonly name?: string
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
}

/** The package.json in a folder, which is relative to the root of the repository. */
export function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(inRepository(folder), 'package.json'), 'utf8')) as Manifest
}

/** The folder that a package really lives in, among those which a folder of the repository has installed. */
export function installed(folder: string, name: string): string {
  return realpathSync(join(inRepository(folder), 'node_modules', name))
}

function inRepository(folder: string): string {
  return join(import.meta.dirname, '../../../..', folder)
}

/** Every file that this thread has loaded so far, whoever asked for it and in whatever way: the engine's own list. */
export function loadedFiles(): string[] {
  const files: string[] = []
  const session = new Session()
  session.connect()
  session.on('Debugger.scriptParsed', ({ params: { url } }) => {
    files.push(url.startsWith('file:') ? fileURLToPath(url) : url)
  })
  session.post('Debugger.enable')
  session.disconnect()
  return files
}

/** The folder and the name of the package that a file belongs to. */
export function packageOf(file: string): { readonly folder: string; readonly name: string } | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (!existsSync(manifest)) continue
    // One without a name only says of what kind the modules below it are.
    const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }
    if (name !== undefined) return { folder: realpathSync(folder), name }
  }
  return undefined
}
