import { writeFile } from 'node:fs/promises'
import type { InitOptions } from '../commands/init.ts'
import { InputError } from '../errors.ts'
import { template } from '../init/template.ts'
import { readCalibration } from '../input/read-calibration.ts'
import type { Io } from '../io.ts'
import { jsonOf } from '../output/json.ts'
import { safe } from '../output/safe.ts'

/** Writes a configuration that changes nothing, or one that says what a calibration recommends. */
export async function init(file: string, options: InitOptions, io: Io): Promise<number> {
  const { force = false, json = false } = options
  const calibrated = options.from === undefined ? undefined : await readCalibration(options.from)
  const text = template(calibrated)
  await writeFile(file, text, { flag: force ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new InputError(`There is no folder for ${safe(file)}: make it first.`)
    if (error.code !== 'EEXIST') throw error
    throw new InputError(
      `${safe(file)} is there already, and was left as it is: add --force to overwrite it.`,
    )
  })
  const handler = calibrated?.recommendation.handler ?? 'observe'
  const changes =
    handler === 'observe' ? 'every call still runs, and is recorded' : `the handler is ${handler}`
  await io.out.write(
    json
      ? jsonOf('init', { file, handler })
      : `Wrote ${safe(file)}: ${changes}. \`handrail doctor\` says what it does.\n`,
  )
  return 0
}
