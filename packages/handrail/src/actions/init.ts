import { writeFile } from 'node:fs/promises'
import type { InitOptions } from '../commands/init.ts'
import { InputError } from '../errors.ts'
import { template } from '../init/template.ts'
import type { Io } from '../io.ts'
import { jsonOf } from '../output/json.ts'
import { safe } from '../output/safe.ts'

/** Writes a configuration that changes nothing, for the user to go on from. */
export async function init(
  file: string,
  { force = false, json = false }: InitOptions,
  io: Io,
): Promise<number> {
  await writeFile(file, template, { flag: force ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
    throw new InputError(`${file} is there already, and was left as it is: add --force to overwrite it.`)
  })
  await io.out.write(
    json
      ? jsonOf('init', { file })
      : `Wrote ${safe(file)}. It changes nothing yet; \`handrail doctor\` says what it does.\n`,
  )
  return 0
}
