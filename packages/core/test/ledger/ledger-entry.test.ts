import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  corpusOf,
  effectProposal,
  type GuardRecord,
  ledgerEntryJsonSchema,
  ledgerEntryOf,
  ledgerEntrySchema,
} from '../../src/index.ts'
import { digest, recordOf } from './support.ts'

const MINTED = 'W9999999'

describe('an entry', () => {
  test('says what was found out, what was decided, and what took effect', async () => {
    const args = { order_id: MINTED, user_email: 'sara.doe496@example.com', reason: 'no longer needed' }
    const record = await recordOf(
      { args },
      { handler: 'enforce', tools: { cancel_order: { effect: 'destructive' } } },
    )
    const entry = ledgerEntryOf(record)
    expect(ledgerEntrySchema.parse(entry)).toEqual(entry)
    expect(entry).toMatchObject({
      kind: 'call',
      version: 1,
      sequence: 1,
      time: new Date(record.time).toISOString(),
      tool: 'cancel_order',
      callId: 'call_1',
      effect: 'destructive',
      effectFrom: 'traits',
      confidence: 'HIGH',
      decision: { intervention: 'BLOCK', rung: 'BLOCK' },
      handler: 'enforce',
      proposal: { intervention: 'BLOCK', dispatches: false, replacesResult: true },
      outcome: { intervention: 'BLOCK', dispatched: false },
      earlierAttempts: 0,
      faults: [],
    })
    expect(entry.durationMs).toBeGreaterThan(0)
    const [order, email, reason] = entry.arguments
    expect(order).toMatchObject({
      name: 'order_id',
      stance: 'UNSUPPORTED',
      value: MINTED,
      parts: [{ text: MINTED, seen: false }],
      checked: 1,
      unmatched: 1,
      origins: [],
    })
    expect(email).toMatchObject({
      stance: 'SUPPORTED',
      how: 'verbatim',
      value: 'sara.doe496@example.com',
      origins: [{ source: 'TASK_TEXT', role: 'user', entry: 0, excerpt: { start: 35 } }],
    })
    expect(reason).toMatchObject({ stance: 'ABSTAIN', parts: [], reason: 'a text of several words' })
    expect(reason).not.toHaveProperty('value')
  })

  test('says where a value came from', async () => {
    const entry = ledgerEntryOf(await recordOf({ args: { order_id: 'W5442520' } }))
    expect(entry.arguments[0]?.origins).toMatchObject([
      { source: 'TOOL_RESULT', tool: 'get_user', callId: 'read_1', entry: 2, path: ["$['orders'][0]['id']"] },
    ])
  })

  test('takes the number that its ledger gives it', async () => {
    expect(ledgerEntryOf(await recordOf({}), { sequence: 42 }).sequence).toBe(42)
  })

  test('tells a fault by where it came about', async () => {
    const fail = () => {
      throw new Error(`no ${MINTED}`)
    }
    const handler = { name: 'broken', handle: fail }
    const args = { order_id: MINTED }
    const faults = async (given: Parameters<typeof recordOf>[1]) =>
      ledgerEntryOf(await recordOf({ args }, given)).faults
    expect(await faults({ handler })).toEqual([
      { stage: 'handler', text: `handler \`broken\` failed (Error: no ${MINTED})` },
    ])
    expect(await faults({ onRecord: fail })).toMatchObject([{ stage: 'onRecord' }])
    expect(await faults({ extraEvidence: fail })).toMatchObject([{ stage: 'judging' }])
    const record = await recordOf({ args })
    const late = { ...record, outcome: { ...record.outcome, fault: 'no channel' }, faults: ['no channel'] }
    expect(ledgerEntryOf(late).faults).toMatchObject([{ stage: 'outcome' }])
  })

  test('stays small, whatever a model calls its arguments', async () => {
    const args = Object.fromEntries(
      Array.from({ length: 900 }, (_, i) => [`id_${i}`.padEnd(5_000, 'x'), `Q${i}77`]),
    )
    const ids = Array.from({ length: 9_000 }, (_, i) => `W${1_000_000 + i}`)
    const record = await recordOf({
      toolName: `cancel_${'y'.repeat(9_000)}`,
      args: { note: 'x', ids, ...args },
    })
    const entry = ledgerEntryOf(record)
    expect(entry.arguments).toHaveLength(200)
    expect(entry.argumentsLeftOut).toBe(702)
    expect(entry.arguments[0]).toMatchObject({ name: 'ids', stance: 'UNSUPPORTED', checked: 9_000 })
    expect(entry.arguments[0]?.parts).toHaveLength(16)
    expect(entry.arguments.every(({ name }) => name.length <= 200)).toBe(true)
    expect(JSON.stringify(entry).length).toBeLessThan(200_000)
    expect(ledgerEntrySchema.parse(entry)).toEqual(entry)
  })

  test('has a moment even if the clock tells none', async () => {
    const record = await recordOf({})
    for (const time of [Number.NaN, Number.POSITIVE_INFINITY, 9e15, -1e15])
      expect(ledgerEntrySchema.parse(ledgerEntryOf({ ...record, time })).time).toBe(
        '1970-01-01T00:00:00.000Z',
      )
  })
})

describe('an entry of digests', () => {
  test('holds the digest of every text that others wrote', async () => {
    const handler = {
      name: 'asks',
      handle: () =>
        effectProposal({
          intervention: 'OBSERVE',
          dispatchCall: true,
          note: `let ${MINTED} go`,
          reason: `${MINTED}!`,
        }),
    }
    const entry = ledgerEntryOf(await recordOf({ args: { order_id: `#${MINTED}` } }, { handler }), { digest })
    expect(ledgerEntrySchema.parse(entry)).toEqual(entry)
    expect(entry.arguments[0]).toMatchObject({
      value: { hmac: digest(`#${MINTED}`) },
      parts: [{ text: { hmac: digest(MINTED) }, seen: false }],
      reason: '1 value(s) found nowhere in the evidence',
    })
    expect(entry.proposal).toMatchObject({
      note: { hmac: digest(`let ${MINTED} go`) },
      reason: { hmac: digest(`${MINTED}!`) },
    })
    expect(entry.decision.reason).toContain('order_id')
    expect(JSON.stringify(entry)).not.toContain(MINTED)
  })

  test('hides a name that may be a value, there and in the reason', async () => {
    const args = {
      order_id2: MINTED,
      adresse_livraison_1: MINTED,
      'sara.doe@example.com': MINTED,
      W5442520: MINTED,
    }
    const entry = ledgerEntryOf(await recordOf({ args }), { digest })
    expect(entry.arguments.map(({ name }) => name)).toEqual([
      'order_id2',
      'adresse_livraison_1',
      `hmac:${digest('sara.doe@example.com')}`,
      `hmac:${digest('W5442520')}`,
    ])
    expect(JSON.stringify(entry)).not.toMatch(/sara|5442520/)
    expect(entry.decision.reason).toHaveProperty('hmac')
    const named = ledgerEntryOf(await recordOf({ args: { order_id: MINTED, MINTED, ab_12: 'AB-12' } }), {
      digest,
    })
    expect(named.arguments.map(({ name }) => name)).toEqual(['order_id', 'MINTED', `hmac:${digest('ab_12')}`])
  })

  test('hides a key that is the value in other clothes, and works out its digest from what it is', async () => {
    const users = { ab_cd_12: {}, "card'7731849": {} }
    const result = { kind: 'result', toolCallId: 'r', toolName: 'list', content: { users } } as const
    const args = { user_id: 'AB-CD-12', other_id: "card'7731849" }
    const entry = ledgerEntryOf(await recordOf({ args }, {}, corpusOf([result])), { digest })
    expect(entry.arguments.map(({ origins }) => origins[0]?.path)).toEqual([
      [`$['users']['hmac:${digest('ab_cd_12')}']`],
      [`$['users']['hmac:${digest("card'7731849")}']`],
    ])
  })

  test('quotes no excerpt, and no member name that may be a value', async () => {
    const args = { card_id: 'card_7731849', order_id: 'W5442520' }
    const entry = ledgerEntryOf(await recordOf({ args }), { digest })
    expect(entry.arguments.map(({ origins }) => origins[0]?.path)).toEqual([
      [`$['cards']['hmac:${digest('card_7731849')}']`],
      ["$['orders'][0]['id']"],
    ])
    expect(JSON.stringify(entry)).not.toMatch(/7731849|5442520|excerpt/)
  })

  test('hides the reasons too where they quote an error', async () => {
    const extraEvidence = () => {
      throw new Error(`no text beside ${MINTED}`)
    }
    const record = await recordOf({ args: { order_id: MINTED } }, { extraEvidence })
    expect(record.assessment.decision.reason).toContain(MINTED)
    const entry = ledgerEntryOf(record, { digest })
    expect(JSON.stringify(entry)).not.toContain(MINTED)
    expect(entry.faults).toEqual([{ stage: 'judging', text: { hmac: digest(record.faults[0] ?? '') } }])
  })

  test('is of an adapter that failed as well', async () => {
    const record = await recordOf({ args: { order_id: MINTED } })
    const fault = `the guard failed (Error: ${MINTED})`
    const reason = `Error: ${MINTED}`
    const failed: GuardRecord = {
      ...record,
      assessment: { ...record.assessment, decision: { ...record.assessment.decision, reason } },
      outcome: { ...record.outcome, fault },
      faults: [fault],
    }
    expect(JSON.stringify(ledgerEntryOf(failed, { digest }))).not.toContain(MINTED)
  })
})

test('the JSON Schema of the package is that of the schema', () => {
  const file = join(import.meta.dirname, '../../ledger-entry.schema.json')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(ledgerEntryJsonSchema())
})
