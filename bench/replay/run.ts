// Replays a file in a process of its own, so that its memory is that of the replay, and prints the figures as JSON:
//   node run.ts FILE WORKERS
import { replay } from '../../packages/eval/src/index.ts'

const [file = '', workers = '1'] = process.argv.slice(2)
const before = process.cpuUsage()
const start = performance.now()
const { totals } = await replay([file], { workers: Number(workers) })
const seconds = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage(before)
const { calls, bytes, flagged } = totals
console.log(
  JSON.stringify({
    ...{ calls, bytes, flagged, seconds },
    cpuSeconds: (user + system) / 1e6,
    peak: process.resourceUsage().maxRSS * 1024,
  }),
)
