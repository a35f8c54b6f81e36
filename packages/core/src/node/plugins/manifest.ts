import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const names = z.record(z.string(), z.unknown()).optional().catch(undefined)

/** What is read of a package.json. Everything but the handlers is somebody else's to check. */
const manifest = z.object({
  dependencies: names,
  optionalDependencies: names,
  devDependencies: names,
  handrail: z.object({ handlers: z.unknown() }).partial().optional(),
})

export type Manifest = z.output<typeof manifest>

/** Reads a package.json. Rejects with a reason for people when it is none. */
export async function readManifest(file: string): Promise<Manifest> {
  const text = await readFile(file, 'utf8')
  const { data, error } = manifest.safeParse(JSON.parse(text.replace(/^\uFEFF/, '')))
  if (!data) throw new Error(`its \`${error.issues[0]?.path.join('.') || 'package.json'}\` is no object`)
  return data
}
