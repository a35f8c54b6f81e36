import { isProblem, type Job } from '../work/job.ts'
import { countInLine } from './count-in-line.ts'
import { CallJudge } from './judged-calls.ts'
import { addProblem } from './problem-tally.ts'
import { type CalibrationSetup, poolOf } from './setup.ts'
import { addTally, emptyTally, type Tally } from './tally.ts'
import { type Counter, tallyConversation } from './tally-conversation.ts'

/** Counts what a calibration is made of. */
export const calibrateJob: Job<CalibrationSetup, Tally> = {
  open({ knowledge, seed, injections, ids, again }) {
    // What this thread has sampled so far: a mint that would not be kept there need not be drawn.
    const soFar = emptyTally(injections)
    const pool = poolOf(ids)
    const counter: Counter = {
      judge: new CallJudge(knowledge),
      seed,
      pool,
      prefixes: pool.prefixes,
      earlier: soFar.injected,
      again: new Set(again),
    }
    return (batch) => {
      const tally = emptyTally(injections)
      const inLine = countInLine()
      for (const item of batch) {
        if (isProblem(item)) {
          addProblem(tally.problems, item)
          continue
        }
        try {
          tallyConversation(item, inLine(item.place), counter, tally)
        } catch (error) {
          const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
          const message = `The conversation ${JSON.stringify(item.id)} could not be counted: ${why}.`
          addProblem(tally.problems, { place: item.place, kind: 'work that failed', message, lost: true })
        }
      }
      addTally(soFar, tally)
      return tally
    }
  },
}
