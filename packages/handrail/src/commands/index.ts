import type { AddCommand } from './add.ts'
import { addCompletion } from './completion.ts'
import { addEval } from './eval.ts'
import { addInit } from './init.ts'

/** In the order of the help: the way a user goes. */
export const commands: readonly AddCommand[] = [addEval, addInit, addCompletion]
