import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { runSeed } from './run.ts'

/** What a worker is given: every `step`-th seed from the first one on, and a place to say where it is. */
const orders = z.object({
  first: z.number(),
  step: z.number(),
  seeds: z.number(),
  casesPerSeed: z.number(),
  last: z.number(),
  place: z.instanceof(SharedArrayBuffer),
})

const { first, step, seeds, casesPerSeed, last, place } = orders.parse(workerData)
const where = new Int32Array(place)

for (let seed = first; seed < seeds; seed += step) {
  const report = runSeed(seed, seed === seeds - 1 ? last : casesPerSeed, undefined, (index) => {
    Atomics.store(where, 0, seed)
    Atomics.store(where, 1, index)
    Atomics.add(where, 2, 1)
  })
  parentPort?.postMessage(report)
  if (report.failure) break
}
