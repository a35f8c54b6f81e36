import type { DoctorFlags } from '../commands/doctor.ts'
import { besideApp } from '../doctor/beside-app.ts'
import { examine } from '../doctor/examine.ts'
import type { Io } from '../io.ts'
import { jsonOf } from '../output/json.ts'
import { tellProblems } from '../output/problems.ts'
import { diagnosis } from '../views/diagnosis.ts'

/** Says whether the guard of the app in this folder is armed: exit code 1 when not. */
export async function doctor(flags: DoctorFlags, io: Io): Promise<number> {
  const found = await besideApp(() => examine(flags, process.cwd()))
  const isLossy = await tellProblems(found.problems, io.err)
  await io.out.write(flags.json ? jsonOf('doctor', found) : diagnosis(found, io.out))
  return isLossy ? 2 : found.armed ? 0 : 1
}
