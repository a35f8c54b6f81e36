// What a newcomer does with the packed command line: from messages of their agent to a configuration.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const handrail = (...args) =>
  execFileSync('npx', ['--no-install', 'handrail', ...args], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })

const order = {
  id: 'c1',
  type: 'function',
  function: { name: 'cancel_order', arguments: '{"order_id":"W991"}' },
}
const messages = [
  { role: 'user', content: 'Cancel my last order, W482.' },
  { role: 'assistant', content: null, tool_calls: [order] },
  { role: 'tool', tool_call_id: 'c1', content: 'no such order' },
]
writeFileSync('traces.jsonl', `${JSON.stringify({ messages })}\n`)

console.log(handrail('--version').trim())
console.log(handrail('replay', 'traces.jsonl', '--workers', '1'))
handrail('calibrate', 'traces.jsonl', '--out', 'calibration.json')
handrail('report', 'traces.jsonl', '--calibration', 'calibration.json')
console.log(handrail('init', '--from', 'calibration.json'))
if (!/^handler = "observe"$/m.test(readFileSync('handrail.toml', 'utf8')))
  throw new Error('one call is no evidence')
