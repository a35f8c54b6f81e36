// Random and mutated inputs against the evidence, the verdict and the guard.
//
//   pnpm fuzz                          1,000,000 cases
//   pnpm fuzz --cases 5000 --seed 7    so many, from this seed on
//   pnpm fuzz --seed 7 --path 12:0:3   the one case that a failure names
//   pnpm fuzz --json                   one JSON object at the end
//
// Every case is drawn by fast-check, which makes one that fails smaller and can draw it again. The cases of a run are
// cut into seeds of 1,000, which the cores share.
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { type Failure, type Report, runSeed, type SlowCase, slowestOf } from './run.ts'

const usage = 'Usage: pnpm fuzz [--cases N] [--seed S] [--path P] [--workers N] [--json]'

const CASES_PER_SEED = 1_000
/** A worker that says nothing for so long hangs. Milliseconds. */
const LONGEST_SILENCE = 90_000
/** How often a line says how far it is. Milliseconds. */
const PROGRESS_EVERY = 10_000

/** What all workers found so far. */
interface Totals {
  readonly cases: number
  readonly slowest: readonly SlowCase[]
  readonly failure?: Failure
}

function whole(text: string, name: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0)
    throw new Error(`Expected --${name} to be a whole number, got ${JSON.stringify(text)}. ${usage}`)
  return number
}

function added(totals: Totals, { cases, slowest, failure }: Report): Totals {
  const first = totals.failure ?? failure
  return {
    cases: totals.cases + cases,
    slowest: slowestOf([...totals.slowest, ...slowest]),
    ...(first && { failure: first }),
  }
}

/** Shares the seeds among workers, until all are done or one fails. */
async function runAll(
  cases: number,
  seed: number,
  workers: number,
  show: (totals: Totals) => void,
): Promise<Totals> {
  let totals: Totals = { cases: 0, slowest: [] }
  const seeds = seed + Math.ceil(cases / CASES_PER_SEED)
  const last = cases % CASES_PER_SEED || CASES_PER_SEED
  const running = Array.from({ length: workers }, (_, i) => {
    const place = new SharedArrayBuffer(12)
    const orders = { first: seed + i, step: workers, seeds, last, casesPerSeed: CASES_PER_SEED, place }
    return {
      place: new Int32Array(place),
      worker: new Worker(join(import.meta.dirname, 'worker.ts'), { workerData: orders }),
    }
  })
  const stop = async () => {
    await Promise.all(running.map(({ worker }) => worker.terminate()))
  }
  await Promise.all(
    running.map(
      ({ worker, place }) =>
        new Promise<void>((resolve, reject) => {
          const silence = watch(place, (failure) => {
            totals = added(totals, { cases: 0, slowest: [], failure })
            void stop().then(resolve)
          })
          worker.on('message', (report: Report) => {
            totals = added(totals, report)
            show(totals)
            if (report.failure) void stop()
          })
          worker.on('error', reject)
          worker.on('exit', () => {
            clearInterval(silence)
            resolve()
          })
        }),
    ),
  )
  return totals
}

/** Tells of a case that does not end: its worker cannot. */
function watch(place: Int32Array, hangs: (failure: Failure) => void): NodeJS.Timeout {
  let seen = -1
  let since = Date.now()
  return setInterval(() => {
    const [seed = 0, index = 0, count = 0] = place
    if (count !== seen) {
      seen = count
      since = Date.now()
    } else if (Date.now() - since > LONGEST_SILENCE) {
      const path = String(index)
      hangs({ check: 'time', detail: `no answer for ${LONGEST_SILENCE / 1000} s`, plan: '', seed, path })
    }
  }, 1_000)
}

function printFailure({ check, detail, plan, seed, path }: Failure): void {
  console.error(`\nBroken: ${check}\n\n${detail}\n\n${plan}\n\nseed ${seed}, path ${path}. To run it again:`)
  console.error(`  pnpm fuzz --seed ${seed} --path ${path}`)
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '1000000' },
      seed: { type: 'string' },
      path: { type: 'string' },
      workers: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    return
  }
  const cases = whole(values.cases, 'cases')
  // A new seed for every run, in seconds, so that runs do not repeat each other.
  const seed = values.seed === undefined ? Math.floor(Date.now() / 1000) : whole(values.seed, 'seed')
  const workers = values.workers === undefined ? availableParallelism() : whole(values.workers, 'workers')
  const start = performance.now()
  const seconds = () => (performance.now() - start) / 1000
  let shown = 0
  const show = (totals: Totals) => {
    if (performance.now() - shown < PROGRESS_EVERY) return
    shown = performance.now()
    const speed = Math.round(totals.cases / seconds())
    const left = Math.round((cases - totals.cases) / speed)
    process.stderr.write(`${totals.cases.toLocaleString('en')} cases, ${speed} a second, ${left} s to go\n`)
  }
  const one = values.path === undefined ? undefined : runSeed(seed, 1, values.path)
  const totals = one ?? (await runAll(cases, seed, Math.max(1, workers), show))
  const { failure, slowest } = totals
  if (values.json) console.log(JSON.stringify({ seed, ...totals, seconds: seconds() }, null, 2))
  else {
    const count = totals.cases.toLocaleString('en')
    console.log(`${count} cases from seed ${seed} in ${Math.round(seconds())} s. The slowest:`)
    for (const { milliseconds, seed: of, path } of slowest)
      console.log(`  ${milliseconds.toFixed(1)} ms  pnpm fuzz --seed ${of} --path ${path}`)
  }
  if (failure) {
    printFailure(failure)
    process.exitCode = 1
  }
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
