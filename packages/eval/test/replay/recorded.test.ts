import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { callSitesOf } from '../../../../accuracy/src/conversation.ts'
import { readDataSet } from '../../../../accuracy/src/data-set.ts'
import { measureCalls } from '../../../../accuracy/src/measure-calls.ts'
import { noMeasures } from '../../../../accuracy/src/measures.ts'
import { replay } from '../../src/index.ts'

const filesIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(folder, name))

/** What the measure of accuracy finds in the same files, which reads and plays them by itself. */
async function measured(files: readonly string[]) {
  const measures = noMeasures('all')
  for (const { cases } of await readDataSet(files))
    for (const { trajectory } of cases) measureCalls(trajectory, callSitesOf(trajectory), measures)
  const { conversations, calls, changing, stances, successful } = measures
  const flagged = new Set(measures.flags.map(({ id, message, call }) => `${id} ${message} ${call}`)).size
  const { conversations: runs, changing: changed } = successful
  return {
    conversations,
    calls,
    changing,
    stances,
    successful: { conversations: runs, changing: changed, flagged },
  }
}

describe('our own traces', () => {
  it('are judged as the measure of accuracy judges them', async () => {
    const files = filesIn(join(import.meta.dirname, '../../../../accuracy/traces'))
    const { totals } = await replay(files)
    expect(totals).toMatchObject(await measured(files))
    expect(totals.successful).toMatchObject({ conversations: 50, changing: 196, flagged: 3 })
  })
})

const folder = process.env.HANDRAIL_DATA && join(process.env.HANDRAIL_DATA, 'traces')
const given = folder && existsSync(folder) ? folder : undefined
const why = given ? '' : ' (skipped: HANDRAIL_DATA is not set)'

describe.skipIf(given === undefined)(`the development traces${why}`, () => {
  it('are judged as the measure of accuracy judges them', async () => {
    const files = filesIn(given as string)
    const { totals } = await replay(files, { workers: 2 })
    expect(totals).toMatchObject(await measured(files))
    expect(totals).toMatchObject({ conversations: 442, calls: 4020 })
  })
})
