import { readFileSync } from 'node:fs'
import { corpusOf } from '@handrail/core'
import { presetPolicies } from './src/index.ts'
import { Judges } from './src/replay/judges.ts'
import { replayWith } from './src/replay/replay-conversation.ts'
import { ReplayTally } from './src/replay/tally.ts'
import { conversationsOfRecord } from './src/work/stand-in.ts'

const lines = process.argv.slice(2).flatMap((f) => readFileSync(f, 'utf8').trim().split('\n'))
const bytes = lines.reduce((s, l) => s + l.length, 0)
const cpu = () => {
  const u = process.cpuUsage()
  return (u.user + u.system) / 1000
}
const parsed = lines.map((l) => JSON.parse(l))
const place = { file: 'x', line: 1 }
const convs = parsed.flatMap((p) => conversationsOfRecord(p, place)) as any[]
const CALLS = convs.reduce((s, c) => s + c.entries.filter((e) => e.kind === 'call').length, 0)
console.log(lines.length, bytes, CALLS)
const one = new Judges({ default: {} }),
  five = new Judges(presetPolicies())
const runs = {
  parse: () => {
    for (const l of lines) JSON.parse(l)
  },
  import: () => {
    for (const p of parsed) conversationsOfRecord(p, place)
  },
  index: () => {
    for (const c of convs) corpusOf(c.entries, { tools: c.tools })
  },
  'index no system': () => {
    for (const c of convs)
      corpusOf(
        c.entries.filter((e) => e.role !== 'system'),
        { tools: c.tools },
      )
  },
  'replay 1': () => {
    for (const c of convs) replayWith(c, one)
  },
  'replay 5': () => {
    for (const c of convs) replayWith(c, five)
  },
  'replay 5 + tally': () => {
    const t = new ReplayTally(five.names)
    for (const c of convs) t.take(c, replayWith(c, five))
    t.report()
  },
}
const best = {}
for (let k = 0; k < 12; k++)
  for (const [n, run] of Object.entries(runs)) {
    const t = cpu()
    run()
    const ms = cpu() - t
    best[n] = Math.min(best[n] ?? 1e9, ms)
  }
for (const [n, ms] of Object.entries(best))
  console.log(
    n.padEnd(20),
    ms.toFixed(0).padStart(6),
    'ms',
    (bytes / ms / 1000).toFixed(1) + ' MB/s',
    ((CALLS / ms) * 1000).toFixed(0) + ' calls/s',
  )
