import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { foldersUpTo, packageRoot } from '../plugins/package-root.ts'

/** The names that are looked for, in this order. */
export const CONFIG_NAMES: readonly string[] = [
  'handrail.toml',
  'handrail.json',
  'handrail.config.ts',
  'handrail.config.mjs',
  'handrail.config.js',
]

/**
 * The configuration file of an app: in `cwd`, or else in a folder above it, up to the one that holds the package.json of
 * the app. Nothing above that is looked at, nor anything above `cwd` where there is no package.json at all: a file that
 * somebody left in a folder for all, such as `/tmp`, must not decide what runs here.
 *
 * @returns the file, and others beside it that are passed over; `undefined` when there is none.
 */
export async function findFile(cwd: string): Promise<{ file: string; passedOver: string[] } | undefined> {
  for (const folder of foldersUpTo(cwd, (await packageRoot(cwd)) ?? cwd)) {
    const [file, ...passedOver] = await existing(CONFIG_NAMES.map((name) => join(folder, name)))
    if (file) return { file, passedOver }
  }
  return undefined
}

/** What cannot be looked at counts as there, and so does a link to nothing: reading it then says why. */
async function existing(files: readonly string[]): Promise<string[]> {
  const there = await Promise.all(
    files.map((file) =>
      lstat(file).then(
        () => true,
        (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
      ),
    ),
  )
  return files.filter((_, index) => there[index])
}
