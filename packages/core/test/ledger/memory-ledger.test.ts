import { describe, expect, test } from 'vitest'
import { createMemoryLedger, ledgerEntryOf, ledgerEntrySchema } from '../../src/index.ts'
import { thrownBy } from '../support/thrown-by.ts'
import { digest, forCall, recordOf } from './support.ts'

const record = await recordOf({ args: { order_id: 'W9999999' } })

describe('a memory ledger', () => {
  test('keeps the last entries, the oldest first', async () => {
    const ledger = createMemoryLedger({ capacity: 5 })
    const callIds = () => ledger.entries().map(({ sequence, callId }) => `${sequence} ${callId}`)
    expect(callIds()).toEqual([])
    ledger.onRecord(forCall(record, 'a'))
    expect(callIds()).toEqual(['1 a'])
    for (const id of 'bcdefgh') ledger.onRecord(forCall(record, id))
    expect(callIds()).toEqual(['4 d', '5 e', '6 f', '7 g', '8 h'])
    for (let i = 0; i < 13; i++) ledger.onRecord(forCall(record, `${i}`))
    expect(callIds()).toEqual(['17 8', '18 9', '19 10', '20 11', '21 12'])
    expect(ledger.failures).toBe(0)
  })

  test('holds entries like any other ledger, and they do not change', async () => {
    const ledger = createMemoryLedger({ digest })
    ledger.onRecord(record)
    await new Promise((resolve) => setTimeout(resolve, 2))
    const [entry] = ledger.entries()
    expect(entry).toEqual(ledgerEntryOf(record, { digest }))
    expect(ledgerEntrySchema.parse(entry)).toEqual(entry)
    ;(ledger.entries() as unknown[]).length = 0
    expect(ledger.entries()[0]).toBe(entry)
  })

  test('counts what it cannot write down', () => {
    const ledger = createMemoryLedger({
      digest: () => {
        throw new Error('no key')
      },
    })
    ledger.onRecord(record)
    expect(ledger.entries()).toEqual([])
    expect(ledger.failures).toBe(1)
  })

  test('counts what is no record', () => {
    const ledger = createMemoryLedger()
    for (const none of [null, {}, 'a record']) ledger.onRecord(none as never)
    expect(ledger.entries()).toEqual([])
    expect(ledger.failures).toBe(3)
  })

  test.each([0, -1, 1.5, Number.NaN, '5'])('has room for an integer from 1, not for %j', (capacity) => {
    const error = thrownBy(() => createMemoryLedger({ capacity: capacity as number }))
    expect(error.code).toBe('INVALID_OPTION')
    expect(error.message).toMatch(/^Expected `options.capacity` to be an integer from 1, got /)
  })
})
