import { realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { createHandlerRegistry } from '../../enforcement/registry.ts'
import { HandrailError } from '../../errors.ts'
import { findPackage } from './find-package.ts'
import type { FoundHandler, SkippedHandler } from './handler-discovery.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { ownerOf } from './owner-of.ts'
import { isFile, packageRoot } from './package-root.ts'

/** The names that nobody can take over. */
export const BUILT_IN_HANDLERS: readonly string[] = createHandlerRegistry().names()

/**
 * The handlers that the app's direct dependencies offer, without importing any: the field
 * `"handrail": { "handlers": { "slack": "./dist/slack.js" } }` of their package.json. Asked are `dependencies`,
 * `optionalDependencies` and `devDependencies` of the nearest package.json at or above `cwd`, and that one itself, under
 * the name `.`, which stands before all others. Of two packages that offer the same name, the first by name wins, whether
 * or not its handler then loads.
 *
 * @returns handlers sorted by name, and those that cannot be used, with the reason.
 * @throws HandrailError `INVALID_CONFIG` when the package.json of the app itself cannot be read.
 */
export async function findHandlers({ cwd = process.cwd() }: { readonly cwd?: string } = {}): Promise<{
  readonly handlers: readonly FoundHandler[]
  readonly skipped: readonly SkippedHandler[]
}> {
  const root = await packageRoot(cwd)
  if (root === undefined) return { handlers: [], skipped: [] }
  const app = await manifestOfApp(root)
  const byName = new Map<string, FoundHandler>()
  const skipped: SkippedHandler[] = []
  const { dependencies, optionalDependencies, devDependencies } = app
  const names = new Set(
    [dependencies, optionalDependencies, devDependencies].flatMap((part) => Object.keys(part ?? {})),
  )
  // One after the other: an app has hundreds of dependencies at most, and a limit on open files.
  for (const name of ['.', ...[...names].sort()]) {
    const folder = name === '.' ? root : await findPackage(name, root)
    if (folder === undefined) continue // Not installed: an optional one, or a production install.
    const offered = await handlersOf(name, folder)
    skipped.push(...offered.skipped)
    for (const handler of offered.handlers) {
      const first = byName.get(handler.name)
      if (first)
        skipped.push({
          package: name,
          name: handler.name,
          why: `${ownerOf(first.package)} offers this name too`,
        })
      else byName.set(handler.name, handler)
    }
  }
  return { handlers: [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), skipped }
}

async function manifestOfApp(root: string): Promise<Manifest> {
  try {
    return await readManifest(join(root, 'package.json'))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new HandrailError(
      'INVALID_CONFIG',
      `${join(root, 'package.json')}: Expected a package.json, but ${why}.`,
      { cause },
    )
  }
}

async function handlersOf(
  packageName: string,
  folder: string,
): Promise<{ handlers: FoundHandler[]; skipped: SkippedHandler[] }> {
  const handlers: FoundHandler[] = []
  const skipped: SkippedHandler[] = []
  const skip = (name: string, why: string) => skipped.push({ package: packageName, name, why })
  let offered: unknown
  try {
    offered = (await readManifest(join(folder, 'package.json'))).handrail?.handlers
  } catch (error) {
    skip('', `its package.json cannot be read (${error instanceof Error ? error.message : String(error)})`)
  }
  if (offered === undefined) return { handlers, skipped }
  if (typeof offered !== 'object' || offered === null || Array.isArray(offered)) {
    skip('', 'its `handrail.handlers` is no object of names and files')
    return { handlers, skipped }
  }
  for (const [name, path] of Object.entries(offered)) {
    const file = await fileOf(folder, name, path)
    if (typeof file === 'string') handlers.push({ package: packageName, name, file })
    else skip(name, file.why)
  }
  return { handlers, skipped }
}

/** The module of a handler, which must lie in its package: links are followed before that is asked. */
async function fileOf(
  folder: string,
  name: string,
  path: unknown,
): Promise<string | { readonly why: string }> {
  if (name.trim() === '') return { why: 'its name is empty' }
  if (BUILT_IN_HANDLERS.includes(name)) return { why: 'a built-in handler has this name' }
  if (typeof path !== 'string' || path === '') return { why: 'its file is no path' }
  const file = resolve(folder, path)
  if (isAbsolute(path) || isOutside(folder, file)) return { why: 'its file is outside of its package' }
  if (!(await isFile(file))) return { why: `there is no file ${path}` }
  const [realFolder, realFile] = await Promise.all([realpath(folder), realpath(file)])
  return isOutside(realFolder, realFile) ? { why: 'its file is a link out of its package' } : realFile
}

function isOutside(folder: string, file: string): boolean {
  const path = relative(folder, file)
  return path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)
}
