// A program that writes to a ledger until it is killed, and tells on stdout how many records it was told are stored.
import { readFileSync, writeSync } from 'node:fs'
import type { GuardRecord } from '../../src/guard/record.ts'
import { openJsonlLedger } from '../../src/node/ledger/open-jsonl-ledger.ts'

const [file = '', recordFile = '', burst = '1', most = 'Infinity'] = process.argv.slice(2)
const record: GuardRecord = JSON.parse(readFileSync(recordFile, 'utf8'))
const ledger = openJsonlLedger({ file })

for (let given = 0; given < Number(most); ) {
  for (let i = 0; i < Number(burst); i++) {
    const { assessment } = record
    const call = { ...assessment.call, toolCallId: `call_${++given}` }
    ledger.onRecord({ ...record, assessment: { ...assessment, call } })
  }
  await ledger.flush()
  writeSync(1, `${given}\n`)
}
await ledger.close()
