import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  calibrate,
  mergeReplays,
  type ReplayedCall,
  type ReplayReport,
  readReplayReport,
  replay,
} from '../../src/index.ts'
import { anyEntries, call, filesOf, result, traceLine, user } from './support/conversations.ts'

/** @param filler said by the user, to fill blocks of a file. */
const minted = (id: string, value = '#W9999999', filler = '') =>
  traceLine(
    id,
    [
      user(`Cancel order #W1000001. ${filler}`),
      call('c1', 'get_order', { order_id: '#W1000001' }),
      result('c1', 'get_order', { order_id: '#W1000001', user_id: 'mei_li_1234' }),
      call('c2', 'cancel_order', { order_id: '#W1000001', user_id: 'mei_li_1234' }),
      call('c3', 'update_order', { order_id: value }),
    ],
    { reward: 1, traits: { get_order: { effect: 'read' } } },
  )

const lines = (count: number, make = (n: number) => minted(`run${n}`, `#W${9000000 + n}`)) =>
  Array.from({ length: count }, (_, n) => `${make(n)}\n`).join('')

/** More than two blocks of a file. */
const many = lines(400, (n) => minted(`run${n}`, `#W${9000000 + n}`, 'please '.repeat(900)))

const policies = { default: {}, block: { ceilings: { write: 'BLOCK' } } }

describe('replay', () => {
  it('counts what was found', async () => {
    const { runs = '' } = filesOf({ runs: lines(3) })
    const report = await replay([runs], { policies })
    expect(report.totals).toMatchObject({
      ...{ files: 1, bytes: lines(3).length, conversations: 3, calls: 9, faults: 0 },
      confidence: { HIGH: 3, LOW: 0, NONE: report.totals.changing - 3 },
      flagged: 3,
      successful: { conversations: 3, calls: 9, flagged: 3 },
    })
    expect(report.policies).toMatchObject([
      { policy: 'default', calls: { WARN: 3, BLOCK: 0 }, withheld: 0 },
      { policy: 'block', calls: { WARN: 0, BLOCK: 3 }, withheld: 3, withheldOfSuccessful: 3 },
    ])
    const update = report.tools.find(({ tool }) => tool === 'update_order')
    expect(update).toMatchObject({
      ...{ calls: 3, changing: 3, judged: 3, flagged: 3, valuesOfOtherArgs: 0 },
      args: [{ arg: 'order_id', calls: 3, stances: { UNSUPPORTED: 3 } }],
    })
    expect(report.flagged).toMatchObject({
      leftOut: 0,
      listed: [0, 1, 2].map((n) => ({
        ...{ conversation: `run${n}`, place: { file: runs, line: n + 1 }, toolName: 'update_order', call: 2 },
        origins: [{ argName: 'order_id', stance: 'UNSUPPORTED', value: `#W${9000000 + n}` }],
      })),
    })
  })

  it('takes a reward above 1 for a goal that was reached, as calibration does', async () => {
    const rated = [0.99, 1, 2.5].map((reward) => traceLine(`${reward}`, [user('Hello.')], { reward }))
    const { runs = '' } = filesOf({ runs: rated.join('\n') })
    expect((await replay([runs], { policies })).totals.successful.conversations).toBe(2)
    expect((await calibrate([runs], { workers: 0 })).conversations.successful).toBe(2)
  })

  it('gives the same report and the same findings in the same order with any number of threads', async () => {
    const files = Object.values(
      filesOf({ a: many, b: lines(2, (n) => minted(`b${n}`)), c: `[${minted('c')}]` }),
    )
    const run = async (workers: number, findings: 'all' | 'flagged') => {
      const told: ReplayedCall[] = []
      const report = await replay(files, { policies, workers, findings, onFinding: (one) => told.push(one) })
      return { report, told }
    }
    const inline = await run(0, 'flagged')
    expect(inline.report.totals.conversations).toBe(403)
    expect(inline.told.map(({ conversation }) => conversation).slice(-3)).toEqual(['b0', 'b1', 'c'])
    expect(inline.report.flagged.listed).toHaveLength(403)
    expect(await run(2, 'flagged')).toEqual(inline)
    const all = await run(1, 'all')
    expect(all.report).toEqual(inline.report)
    expect(all.told).toHaveLength(3 * 403)
  })

  it('reads on where something is broken, and says where', async () => {
    const text = [minted('a'), '{"truncated": ', '', '\uFEFF[]', '"x"', minted('b')].join('\n')
    const { runs = '' } = filesOf({ runs: text })
    const { totals, problems, problemKinds } = await replay([runs], { policies })
    expect(totals.conversations).toBe(2)
    expect(problems.listed.map(({ place, lost }) => [place.line, lost])).toEqual([
      [2, true],
      [5, true],
    ])
    expect(problemKinds.reduce((sum, { lost }) => sum + lost, 0)).toBe(2)
  })

  it('lists what was lost first, however much was mended before it', async () => {
    const mended =
      '{"messages":[{"role":"user","content":"Hi"},{"role":"tool","tool_call_id":"x","content":"ok"}]}\n'
    const { runs = '' } = filesOf({ runs: `${mended.repeat(1_001)}{"cut` })
    const { problems } = await replay([runs], { policies, workers: 0 })
    expect(problems.leftOut).toBe(2)
    expect(problems.listed[0]).toMatchObject({ place: { line: 1_002 }, lost: true })
  })

  it('waits for whoever takes the findings, and tells how far it is', async () => {
    const { runs = '' } = filesOf({ runs: lines(20) })
    let busy = 0
    const seen: number[] = []
    await replay([runs], {
      policies,
      async onFinding() {
        expect(++busy).toBe(1)
        await new Promise((resolve) => setImmediate(resolve))
        busy--
      },
      onProgress: ({ bytes, totalBytes, calls }) => seen.push(bytes / totalBytes, calls),
    })
    expect(seen.slice(-2)).toEqual([1, 60])
  })

  it('ends with the reason of the signal, and with what a callback throws', async () => {
    const { runs = '' } = filesOf({ runs: many })
    for (const workers of [0, 2]) {
      const stop = new AbortController()
      const stopped = replay([runs], {
        policies,
        workers,
        signal: stop.signal,
        onProgress: () => stop.abort(new Error('enough')),
      })
      await expect(stopped).rejects.toThrow('enough')
      const onFinding = () => {
        throw new Error('full')
      }
      await expect(replay([runs], { policies, workers, onFinding })).rejects.toThrow('full')
    }
    await expect(replay([runs], { signal: AbortSignal.abort(new Error('never')) })).rejects.toThrow('never')
  })

  it('refuses files that are not there and policies that are wrong', async () => {
    const { runs = '' } = filesOf({ runs: '' })
    await expect(replay([`${runs}.no`])).rejects.toThrow('to be a file that can be read')
    await expect(replay([runs], { policies: {} })).rejects.toThrow(
      'Expected `policies` to hold a policy at least',
    )
    await expect(replay([runs], { policies: { mine: { handler: 'nobody' } } })).rejects.toThrow('nobody')
  })

  it('bounds what a hostile recording can make it keep', async () => {
    const hostile = (n: number) =>
      traceLine(`${n}${'i'.repeat(1000)}`, [
        user('Hello.'),
        ...Array.from({ length: 30 }, (_, k) =>
          call(`c${k}`, `update_${n}_${k}_${'t'.repeat(1000)}`, { [`${'a'.repeat(1000)}_id`]: '#W9999999' }),
        ),
      ])
    const { runs = '' } = filesOf({ runs: lines(50, hostile) })
    const report = await replay([runs], { policies, workers: 1 })
    expect(report.totals.calls).toBe(1500)
    expect(report.tools).toHaveLength(1000)
    expect(report.callsOfOtherTools).toBe(500)
    expect(report.flagged.listed).toHaveLength(1000)
    expect(JSON.stringify(report).length).toBeLessThan(5_000_000)
  })
})

describe('mergeReplays', () => {
  it('makes the report of the whole of the reports of any shards, in any order, read back from JSON', async () => {
    const items = fc.array(
      fc.oneof(
        { weight: 5, arbitrary: fc.tuple(anyEntries, fc.constantFrom(0, 1, null)) },
        { weight: 1, arbitrary: fc.constantFrom('{"broken', '[]', '{"messages": 1}') },
      ),
      { maxLength: 8 },
    )
    const textOf = (list: (string | [Parameters<typeof traceLine>[1], 0 | 1 | null])[]) =>
      list
        .map((one, n) => (typeof one === 'string' ? one : traceLine(`run${n}`, one[0], { reward: one[1] })))
        .join('\n')
    await fc.assert(
      fc.asyncProperty(items, items, fc.integer({ min: 1, max: 4 }), async (some, others, of) => {
        const files = Object.values(
          filesOf({
            some: textOf(some),
            list: `[${others
              .filter((one) => typeof one !== 'string')
              .map((one, n) => traceLine(`x${n}`, one[0]))
              .join(',\n')}]`,
          }),
        )
        const whole = await replay(files, { policies })
        const shards: ReplayReport[] = []
        for (let index = of - 1; index >= 0; index--)
          shards.push(
            readReplayReport(
              JSON.parse(JSON.stringify(await replay(files, { policies, shard: { index, of } }))),
            ),
          )
        expect(mergeReplays(shards)).toEqual(JSON.parse(JSON.stringify(whole)))
      }),
      { numRuns: 40 },
    )
  })

  it('knows which shards it is made of until all are there, of several files as well', async () => {
    const { a = '', b = '' } = filesOf({ a: lines(7), b: lines(5, (n) => minted(`b${n}`)) })
    const shard = (file: string, index: number, of: number) =>
      replay([file], { policies, shard: { index, of } })
    const [a1, a2, b1, b2] = [
      await shard(a, 0, 2),
      await shard(a, 1, 2),
      await shard(b, 0, 2),
      await shard(b, 1, 2),
    ]
    expect(a1.shards).toEqual([{ index: 0, of: 2 }])
    expect(mergeReplays([a2]).shards).toEqual([{ index: 1, of: 2 }])
    expect(mergeReplays([a2, b1, b2]).shards).toEqual([{ index: 1, of: 2 }])
    expect(mergeReplays([a1, b1]).shards).toEqual([a1, b1].flatMap(({ shards = [] }) => shards))
    expect(mergeReplays([mergeReplays([a2, b1]), mergeReplays([b2, a1])])).toEqual(
      await replay([a, b], { policies }),
    )
    expect(mergeReplays([await shard(a, 0, 1_000_000_000)]).shards).toHaveLength(1)
  })

  it('adds up reports of different files', async () => {
    const { a = '', b = '' } = filesOf({ a: lines(600), b: lines(500, (n) => minted(`b${n}`)) })
    const [whole, ofA, ofB] = await Promise.all(
      [[a, b], [a], [b]].map((files) => replay(files, { policies })),
    )
    expect(mergeReplays([ofB, ofA] as ReplayReport[])).toEqual(whole)
  })

  it('refuses none, and reports of other policies', async () => {
    const { a = '' } = filesOf({ a: '' })
    expect(() => mergeReplays([])).toThrow('Expected a report at least to merge, got none.')
    const reports = [await replay([a], { policies }), await replay([a], { policies: { default: {} } })]
    expect(() => mergeReplays(reports)).toThrow(
      'Expected all reports to be of the policies default, block, got one of default.',
    )
  })
})

describe('readReplayReport', () => {
  it('names what is wrong', async () => {
    const { a = '' } = filesOf({ a: lines(1) })
    const report = JSON.parse(JSON.stringify(await replay([a], { policies })))
    expect(readReplayReport(report)).toEqual(report)
    expect(() => readReplayReport({ ...report, version: 2 }, 'old.json')).toThrow(
      'Expected old.json to be a report of a replay, version 1 (`version`',
    )
    report.totals.calls = -1
    expect(() => readReplayReport(report)).toThrow('`totals.calls`')
    expect(() => readReplayReport('x')).toThrow('Expected the report to be a report of a replay, version 1')
  })
})
