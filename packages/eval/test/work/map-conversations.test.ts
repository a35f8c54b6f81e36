import { URL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Mapped, mapConversations, mapWith } from '../../src/work/map-conversations.ts'
import { partsOf } from '../../src/work/pieces.ts'
import type { Pool } from '../../src/work/pool.ts'
import { threadPool } from '../../src/work/pool.ts'
import { WHOLE } from '../../src/work/shard.ts'
import { lineOf } from '../calibrate/support.ts'
import { filesOf } from '../replay/support/conversations.ts'

const setup = { policies: [['default', {}]], findings: 'none' } as const
const options = { format: undefined, shard: WHOLE, signal: undefined }
const poolOf = (program: string) =>
  threadPool(2, 'replay', setup, new URL(`./support/${program}-worker.ts`, import.meta.url))

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const one of results) list.push(one)
  return list
}

describe('mapConversations', () => {
  it('says what was lost where a thread dies or fails, and goes on', async () => {
    const named = { a: 'one\n', b: 'exit\nnow\n', c: 'two\n', d: 'throw\n', e: 'fail\n', f: 'three\n' }
    const files = filesOf(named)
    const mapped = await all(mapWith<string>(poolOf('mortal'), Object.values(files), options))
    const told = mapped.flatMap(({ result, problem }: Mapped<string>) => result || problem || [])
    expect(told).toEqual([
      'one\n',
      {
        ...{ place: { file: files.b, line: 1 }, kind: 'work that failed', lost: true },
        message: 'The lines 1 to 2 were left out: its thread ended with code 3.',
      },
      'two\n',
      {
        ...{ place: { file: files.d, line: 1 }, kind: 'work that failed', lost: true },
        message: 'The lines 1 to 1 were left out: its thread ended with RangeError: no more.',
      },
      {
        ...{ place: { file: files.e, line: 1 }, kind: 'work that failed', lost: true },
        message: 'The lines 1 to 1 were left out: Error: not this one.',
      },
      'three\n',
    ])
  })

  it('reads some lines of a file alone', async () => {
    const lines = Array.from({ length: 9_000 }, (_, i) =>
      lineOf({ id: `run ${i + 1}`, order: `W${1_000_000 + i}` }),
    )
    const files = filesOf({ a: lines.join('\n'), b: lines.join('\n') })
    const wanted = new Map([[files.a as string, [9_000, 1, 4_711, 2]]])
    const results = await all(
      mapConversations('replay', { ...setup, findings: 'all' }, Object.values(files), {
        lines: wanted,
        workers: 1,
      }),
    )
    const seen = results
      .flatMap(({ result }) => result?.findings ?? [])
      .map(({ conversation }) => conversation)
    expect([...new Set(seen)]).toEqual(['run 1', 'run 2', 'run 4711', 'run 9000'])
  })

  it('ends when it is told to, also among lines that it passes over', async () => {
    const { a = '' } = filesOf({ a: '{"id": 1}\n'.repeat(300_000) })
    const reason = new Error('enough')
    const stop = new AbortController()
    const parts = partsOf(a, { ...options, lines: new Map(), signal: stop.signal })
    expect((await parts.next()).value).toMatchObject({ files: 1 })
    stop.abort(reason)
    await expect(parts.next()).rejects.toBe(reason)
  })

  it('rejects where no thread can begin', async () => {
    const { a = '' } = filesOf({ a: 'one\n' })
    await expect(all(mapWith(poolOf('stillborn'), [a], options))).rejects.toThrow('nothing works here')
  })

  it('reads no further than the results were taken', async () => {
    const { a = '' } = filesOf({ a: `${'x'.repeat(1023)}\n`.repeat(32 * 1024) })
    let given = 0
    const pool: Pool = {
      window: 3,
      async run() {
        given++
        return { kind: 'done', done: { result: given, bytes: 0 } }
      },
      async end() {},
    }
    let taken = 0
    for await (const _ of mapWith(pool, [a], options)) {
      taken++
      await new Promise((resolve) => setImmediate(resolve))
      expect(given - taken).toBeLessThan(pool.window)
    }
    expect(taken).toBeGreaterThan(8)
  })

  it('ends the work when whoever takes the results has enough', async () => {
    const { a = '' } = filesOf({ a: 'one\n' })
    const pool = poolOf('mortal')
    for await (const _ of mapWith(pool, [a], options)) break
    await expect(pool.run({ kind: 'items', items: [] })).resolves.toMatchObject({ kind: 'failed' })
  })

  it.each([
    [{ workers: -1 }, 'Expected `workers` to be an integer from 0 to 256, got -1.'],
    [
      { shard: { index: 3, of: 3 } },
      'Expected `shard` to be an index from 0 and a greater count of shards, got 3 of 3.',
    ],
    [{ format: 'xml' as 'trace' }, 'Expected `format` to be one of'],
  ])('refuses %j', async (wrong, message) => {
    const { a = '' } = filesOf({ a: '' })
    await expect(all(mapConversations('replay', setup, [a], wrong))).rejects.toThrow(message)
  })
})
