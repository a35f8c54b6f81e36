import type { AddCommand } from './add.ts'
import { addCalibrate } from './calibrate.ts'
import { addCompletion } from './completion.ts'
import { addDoctor } from './doctor.ts'
import { addEval } from './eval.ts'
import { addExplain } from './explain.ts'
import { addInit } from './init.ts'
import { addMerge } from './merge.ts'
import { addReplay } from './replay.ts'
import { addReport } from './report.ts'
import { addVerify } from './verify.ts'

/** In the order of the help: the way a user goes. */
export const commands: readonly AddCommand[] = [
  addReplay,
  addExplain,
  addCalibrate,
  addInit,
  addDoctor,
  addReport,
  addEval,
  addVerify,
  addMerge,
  addCompletion,
]
