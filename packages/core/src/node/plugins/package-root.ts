import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

/** A folder and those above it, up to the last one given, or to the top. */
export function foldersUpTo(from: string, last?: string): string[] {
  const folders = [resolve(from)]
  for (;;) {
    const folder = folders.at(-1) as string
    const above = dirname(folder)
    if (folder === last || above === folder) return folders
    folders.push(above)
  }
}

/** The folder of the package that a folder lies in: the nearest at or above it with a package.json. */
export async function packageRoot(folder: string): Promise<string | undefined> {
  for (const candidate of foldersUpTo(folder))
    if (await isFile(join(candidate, 'package.json'))) return candidate
  return undefined
}

/** Whether a file can be found there. */
export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  )
}
