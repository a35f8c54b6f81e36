import { isProblem, type Job } from '../work/job.ts'
import { Judges } from './judges.ts'
import { optionsOf, type PortablePolicy } from './portable-policy.ts'
import { replayWith } from './replay-conversation.ts'
import { type ReplayedCall, replayedCall } from './replayed-call.ts'
import type { ReplayReport } from './report.ts'
import { ReplayTally } from './tally.ts'

/** What a thread has to know to replay. */
export interface ReplaySetup {
  readonly policies: readonly (readonly [name: string, policy: PortablePolicy])[]
  /** Which calls are handed back one by one. */
  readonly findings: 'none' | 'flagged' | 'all'
}

/** What was found in one part of the input. */
export interface ReplayResult {
  readonly report: ReplayReport
  readonly findings: readonly ReplayedCall[]
}

/** Replays conversations. */
export const replayJob: Job<ReplaySetup, ReplayResult> = {
  open({ policies, findings: wanted }) {
    const judges = new Judges(Object.fromEntries(policies.map(([name, policy]) => [name, optionsOf(policy)])))
    return (batch) => {
      const tally = new ReplayTally(judges.names)
      const findings: ReplayedCall[] = []
      for (const item of batch) {
        if (isProblem(item)) {
          tally.problem(item)
          continue
        }
        try {
          const found = replayWith(item, judges)
          tally.take(item, found)
          if (wanted === 'none') continue
          for (const finding of found)
            if (wanted === 'all' || !finding.verdict.believe || finding.faults?.length)
              findings.push(replayedCall(finding))
        } catch (error) {
          const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
          const message = `The conversation ${JSON.stringify(item.id)} could not be replayed: ${why}.`
          tally.problem({ place: item.place, kind: 'work that failed', message, lost: true })
        }
      }
      return { report: tally.report(), findings }
    }
  },
}
