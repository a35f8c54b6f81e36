import { readFileSync } from 'node:fs'
import { presetPolicies } from './src/index.ts'
import { Judges } from './src/replay/judges.ts'
import { replayWith } from './src/replay/replay-conversation.ts'
import { ReplayTally } from './src/replay/tally.ts'
import { conversationsOfRecord } from './src/work/stand-in.ts'

const lines = process.argv.slice(2).flatMap((f) => readFileSync(f, 'utf8').trim().split('\n'))
const place = { file: 'x', line: 1 }
const five = new Judges(presetPolicies())
for (let k = 0; k < 25; k++) {
  const t = new ReplayTally(five.names)
  for (const l of lines)
    for (const c of conversationsOfRecord(JSON.parse(l), place) as any[]) t.take(c, replayWith(c, five))
  t.report()
}
