import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { corpusOf, effectProposal, type GuardOptions, type TranscriptEntry } from '../../src/index.ts'
import { openJsonlLedger } from '../../src/node.ts'
import { folder } from './folder.ts'
import { recordOf } from './support.ts'

/** Values that stand in nothing else: no word of ours, no name of a tool or an argument. */
const secret = fc.oneof(
  fc.stringMatching(/^[A-Z]{2}[0-9]{7}[A-Z]$/),
  fc.stringMatching(/^#[WQZ][0-9]{8}$/),
  fc.uuid({ version: 4 }),
  fc.stringMatching(/^[a-z]{6}[0-9]{4}@[a-z]{7}\.org$/),
  fc.stringMatching(/^[1-9][0-9]{11}$/),
)

/** A handler that tells whatever it sees, in every way it has. */
const talkative: Record<string, (said: string) => GuardOptions> = {
  observes: () => ({}),
  enforces: () => ({ handler: 'enforce' }),
  notes: (said) => ({
    handler: {
      name: 'talkative',
      handle: () => effectProposal({ intervention: 'OBSERVE', dispatchCall: true, note: said, reason: said }),
    },
  }),
  throws: (said) => ({
    handler: {
      name: 'talkative',
      handle: () => {
        throw new Error(said)
      },
    },
  }),
  'cannot be told more': (said) => ({
    extraEvidence: () => {
      throw new TypeError(said)
    },
  }),
  'has a sink before it that throws': (said) => ({
    onRecord: () => {
      throw new Error(said)
    },
  }),
}

describe('a ledger of digests', () => {
  test('holds no value that a model made up, and nothing that a tool or the user said', async () => {
    const file = join(folder(), 'ledger.jsonl')
    const ledger = openJsonlLedger({ file })
    const secrets = new Set<string>()
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(secret, { minLength: 4, maxLength: 8 }),
        fc.constantFrom(...Object.keys(talkative)),
        fc.boolean(),
        async ([minted = '', told = '', read = '', key = '', ...more], how, asText) => {
          for (const each of [minted, told, read, key, ...more]) secrets.add(each)
          const result = {
            items: [{ id: read, of: { [key]: [{ status: 'open' }] } }],
            text: `see ${more.join(' or ')}`,
          }
          const entries: TranscriptEntry[] = [
            { kind: 'task', text: `It is about ${told}, please.` },
            {
              kind: 'result',
              toolCallId: 'c0',
              toolName: 'find',
              content: asText ? JSON.stringify(result) : result,
            },
          ]
          const args = {
            order_id: minted,
            user_id: told,
            item_ids: [read, key, ...more],
            nested: { id: `${read}-${told}` },
            // Models take values for names, and some tools do so too.
            ...(asText ? { [minted]: told, [read]: minted, [key]: key } : {}),
          }
          const given = talkative[how]?.(`${minted}, ${told}, ${read}`) ?? {}
          const onRecord = [given.onRecord ?? [], ledger.onRecord].flat()
          await recordOf({ args }, { ...given, onRecord }, corpusOf(entries))
        },
      ),
      { numRuns: 200 },
    )
    const { file: segment = '', written } = await ledger.close()
    expect(written).toBeGreaterThan(100)
    const text = readFileSync(segment, 'utf8').toLowerCase()
    for (const each of secrets) {
      const core = each.toLowerCase().replace('#', '')
      expect(text.includes(core), `${each} stands in the ledger`).toBe(false)
    }
  })
})
