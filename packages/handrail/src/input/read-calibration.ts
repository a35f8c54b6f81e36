import { type CalibrationReport, calibrationReportSchema } from '@handrail/eval'
import { InputError } from '../errors.ts'
import { safe } from '../output/safe.ts'
import { readJson } from './read-json.ts'

/**
 * A calibration that was stored.
 *
 * @throws InputError when the file is none.
 */
export async function readCalibration(file: string): Promise<CalibrationReport> {
  const read = calibrationReportSchema.safeParse(await readJson(file))
  if (read.success) return read.data
  throw new InputError(
    `Expected ${safe(file)} to be what \`handrail calibrate --out\` wrote, got something else.`,
  )
}
