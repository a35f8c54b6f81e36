import type { Job } from './job.ts'

/**
 * The jobs that threads can do, by name. A thread loads the module of its own job alone. To add one, name its module
 * here; `mapConversations` then takes the setup of that job and gives its results.
 */
export const jobs = {
  calibrate: async () => (await import('../calibrate/calibrate-job.ts')).calibrateJob,
  'judge-mints': async () => (await import('../calibrate/judge-mints-job.ts')).judgeMintsJob,
  replay: async () => (await import('../replay/replay-job.ts')).replayJob,
} satisfies Record<string, () => Promise<Job<never, unknown>>>

/** The name of a job. */
export type JobName = keyof typeof jobs

type JobOf<Name extends JobName> = Awaited<ReturnType<(typeof jobs)[Name]>>

/** What a job has to be given. */
export type SetupOf<Name extends JobName> = JobOf<Name> extends Job<infer Setup, unknown> ? Setup : never

/** What a job makes of a batch. */
export type ResultOf<Name extends JobName> = JobOf<Name> extends Job<never, infer Result> ? Result : never

/** Loads a job and opens it. */
export async function openJob<Name extends JobName>(name: Name, setup: SetupOf<Name>) {
  const job = (await jobs[name]()) as Job<SetupOf<Name>, ResultOf<Name>>
  return job.open(setup)
}
