import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { version } from '../version.ts'

/** A package as the app's own imports find it. */
export interface FoundVersion {
  readonly name: string
  readonly version: string
}

/** An app has at least one of these, or it has no guard. */
export const GUARDING: readonly string[] = ['@handrail/core', '@handrail/ai-sdk', '@handrail/langchain']

/** What decides how a guard works: our packages, and the frameworks that they guard. */
const NAMES = [
  ...[...GUARDING, '@handrail/otel', '@handrail/eval'],
  ...['ai', 'langchain', '@langchain/core', '@langchain/langgraph'],
]

/** The versions of this process and of what is installed for an app. */
export async function versionsIn(cwd: string): Promise<FoundVersion[]> {
  const found = await Promise.all(NAMES.map((name) => versionOf(name, resolve(cwd))))
  const own = { name: 'handrail', version: version() }
  return [
    { name: 'node', version: process.versions.node },
    own,
    ...found.filter((each) => each !== undefined),
  ]
}

/** Looks in every `node_modules` from a folder upwards, as an import from there does. */
async function versionOf(name: string, cwd: string): Promise<FoundVersion | undefined> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    try {
      const manifest = await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8')
      const { version } = JSON.parse(manifest) as { version?: unknown }
      return { name, version: typeof version === 'string' ? version : 'unknown' }
    } catch (error) {
      if (error instanceof SyntaxError) return { name, version: 'unknown' }
    }
    if (dirname(folder) === folder) return undefined
  }
}
