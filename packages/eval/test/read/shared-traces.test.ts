import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readAll } from './support.ts'

const data = process.env.HANDRAIL_DATA

// Trajectories, calls, and runs with a reward of 1, as the README of the data counts them.
describe.skipIf(data === undefined)(
  'the development traces (set HANDRAIL_DATA to the folder that holds them)',
  () => {
    test.each([
      ['tau-bench-official', 56, 505, 21],
      ['tau-bench-forks', 168, 1_464, 142],
      ['tau2-runs', 82, 645, 54],
      ['medagentbench', 31, 67, 23],
      ['qwen-text-calls', 105, 1_339, 0],
    ])('%s', async (source, trajectories, calls, good) => {
      const { conversations, problems } = await readAll(join(data ?? '', 'traces', `${source}.dev.jsonl`))
      expect(conversations.every(({ format }) => format === 'trace')).toBe(true)
      expect(conversations).toHaveLength(trajectories)
      expect(
        conversations.flatMap(({ entries }) => entries.filter(({ kind }) => kind === 'call')),
      ).toHaveLength(calls)
      expect(conversations.filter(({ reward }) => reward === 1)).toHaveLength(good)
      expect(problems.filter((text) => !/had the id of an earlier one/.test(text))).toEqual([])
    })

    test.each([
      ['injections', 2_997],
      ['natural', 557],
    ])('%s are passed over and counted', async (name, records) => {
      const { conversations, problems } = await readAll(join(data ?? '', 'traces', `${name}.dev.jsonl`))
      expect(conversations).toEqual([])
      expect(problems).toEqual([
        `1 mended: A record about an injected or a natural mint is no conversation and was passed over. In this file ${records} times.`,
      ])
    })
  },
)
