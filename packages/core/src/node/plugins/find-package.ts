import { join } from 'node:path'
import { foldersUpTo, isFile } from './package-root.ts'

/** The names that a package may have; never a path out of node_modules. */
const packageName = /^(?:@[^\s/\\@]+\/)?[^\s/\\@.][^\s/\\]*$/

/**
 * The folder of an installed package, found as Node.js does from a folder: in its node_modules, or else in those above. It
 * asks for the folder and not for a module, so a package that hides its package.json is found too.
 */
export async function findPackage(name: string, from: string): Promise<string | undefined> {
  if (!packageName.test(name)) return undefined
  for (const folder of foldersUpTo(from)) {
    const candidate = join(folder, 'node_modules', name)
    if (await isFile(join(candidate, 'package.json'))) return candidate
  }
  return undefined
}
