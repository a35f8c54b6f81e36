// Replays a file, or calibrates on it, in a process of its own, so that its memory is that of the work alone, and prints
// the figures as JSON:
//   node run.ts replay|calibrate FILE WORKERS
import { statSync } from 'node:fs'
import { calibrate, replay } from '../../packages/eval/src/index.ts'

const [work = '', file = '', workers = '1'] = process.argv.slice(2)
const options = { workers: Number(workers) }
const before = process.cpuUsage()
const start = performance.now()
const { calls, flagged } = work === 'calibrate' ? await calibrated() : (await replay([file], options)).totals
const seconds = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage(before)
console.log(
  JSON.stringify({
    ...{ calls, bytes: statSync(file).size, flagged, seconds },
    cpuSeconds: (user + system) / 1e6,
    peak: process.resourceUsage().maxRSS * 1024,
  }),
)

async function calibrated() {
  const { total, flagged } = (await calibrate([file], options)).calls
  return { calls: total, flagged }
}
