import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { HandrailError } from '@handrail/core'
import { loadConfig } from '@handrail/core/node'
import { describe, expect, it } from 'vitest'
import { idsOfFiles } from '../../src/calibrate/ids-of-files.ts'
import {
  type CalibrateOptions,
  type CalibrationReport,
  calibrate,
  calibrationReportSchema,
  recommendationToml,
} from '../../src/index.ts'
import { fileOf, lineOf, runsOf } from './support.ts'

const inThisThread: CalibrateOptions = { workers: 0 }
const linesOf = (...runs: ReturnType<typeof runsOf>[]) => runs.flat().map(lineOf)

/** The same lines in a file of which lines can be read again, and in one where mints are judged at once. */
function bothOf(lines: readonly string[]): [plain: string, packed: string] {
  const plain = fileOf(lines)
  const packed = join(dirname(plain), 'runs.jsonl.gz')
  writeFileSync(packed, gzipSync(readFileSync(plain)))
  return [plain, packed]
}

describe('calibrate', () => {
  it('counts flags by tool and argument, with exact intervals', async () => {
    const file = fileOf(linesOf(runsOf(40, { flaggedOf: 10, reward: 1 })))
    const { conversations, calls, effects, tools, toolsNotListed } = await calibrate([file], inThisThread)
    expect(conversations).toEqual({ total: 40, successful: 40, failed: 0, unrated: 0 })
    expect(calls).toMatchObject({ total: 80, changing: 40, judged: 40, flagged: 4 })
    expect(calls.flaggedBy).toEqual({ successful: 4, failed: 0, unrated: 0 })
    expect(effects.write.rate).toMatchObject({ of: 40, hits: 4, rate: 0.1 })
    // scipy.stats.beta.ppf
    expect(effects.write.rate.low).toBeCloseTo(0.027925415, 7)
    expect(effects.write.rate.high).toBeCloseTo(0.236637415, 7)
    expect(tools).toMatchObject([
      { name: 'update_order', effect: 'write', effectFrom: 'traits', calls: 40, flagged: 4 },
    ])
    expect(tools[0]?.args.map(({ name, judged, flagged }) => [name, judged, flagged])).toEqual([
      ['order_id', 40, 4],
      ['notify', 40, 0],
    ])
    expect(toolsNotListed).toBe(0)
  })

  it('finds injected mints of every family that fits, in values within objects as well', async () => {
    const file = fileOf(linesOf(runsOf(60)))
    const { recall } = await calibrate([file], { ...inThisThread, injections: 50 })
    const of = Object.fromEntries(recall.families.map((each) => [each.family, each.recall.of]))
    expect(of).toMatchObject({
      'random same shape': 50,
      transposed: 50,
      'prefix swap': 50,
      'new e-mail name': 50,
    })
    expect(of["another conversation's id"]).toBe(50)
    expect(recall.all.rate).toBeGreaterThan(0.98)
    for (const { recall: share, HIGH, LOW } of recall.families) expect(HIGH + LOW).toBe(share.hits)
  })

  it('puts no mint in the place of a value that was made up already', async () => {
    const file = fileOf(linesOf(runsOf(10, { flaggedOf: 1 })))
    const { recall } = await calibrate([file], { ...inThisThread, injections: 20 })
    const of = Object.fromEntries(recall.families.map((each) => [each.family, each.recall.of]))
    expect(of).toMatchObject({ 'last digit plus 1': 0, 'prefix swap': 0, 'new e-mail name': 10 })
  })

  it('gives the same report whatever the number of workers and the order of the files', async () => {
    const runs = runsOf(600, { flaggedOf: 7 })
    const [first, second] = [fileOf(linesOf(runs.slice(0, 250))), fileOf(linesOf(runs.slice(250)))]
    const options = { injections: 20, seed: 5 }
    const one = await calibrate([first, second], { ...options, workers: 0 })
    expect(await calibrate([first, second], { ...options, workers: 2 })).toEqual(one)
    expect(await calibrate([second, first], { ...options, workers: 1 })).toEqual(one)
    const other = await calibrate([first, second], { ...options, workers: 0, seed: 6 })
    expect({ ...other, seed: 5, recall: one.recall, tools: one.tools, effects: one.effects }).toEqual(one)
  })

  it('gives the same report where mints are judged at once, because lines cannot be read again', async () => {
    const [plain, packed] = bothOf(linesOf(runsOf(120, { flaggedOf: 7 })))
    const options = { ...inThisThread, injections: 30 }
    const [one, other] = [await calibrate([plain], options), await calibrate([packed], options)]
    expect(one.recall.all.of).toBeGreaterThan(200)
    expect(JSON.stringify(other).replaceAll(packed, plain)).toBe(JSON.stringify(one))
  })

  it('judges mints where they were drawn, in whichever of the conversations of one id on a line', async () => {
    const [plain, packed] = bothOf(
      runsOf(40).map((run) => {
        const near = Array.from({ length: 200 }, (_, i) => `W${Number(run.order.slice(1)) - 100 + i}`)
        const more = { role: 'user', content: `Or is it one of ${near.join(', ')}?` }
        const one = JSON.parse(lineOf(run))
        const twins = [one, { ...one, messages: [more, ...one.messages] }]
        return JSON.stringify(run.id.endsWith('0') ? twins.reverse() : twins)
      }),
    )
    const options = { ...inThisThread, injections: 30 }
    const [one, other] = [await calibrate([plain], options), await calibrate([packed], options)]
    expect(JSON.stringify(other).replaceAll(packed, plain)).toBe(JSON.stringify(one))
  })

  it.skipIf(process.platform === 'win32')('reads all of a pipe, which can be read once', async () => {
    const lines = linesOf(runsOf(40))
    const plain = fileOf(lines)
    const pipe = join(dirname(plain), 'pipe')
    execFileSync('mkfifo', [pipe])
    const written = writeFile(pipe, readFileSync(plain))
    const { conversations, problems, recall } = await calibrate([pipe], inThisThread)
    await written
    expect(conversations.total).toBe(40)
    expect(problems.total).toBe(0)
    expect(recall.all.of).toBeGreaterThan(200)
  })

  it.skipIf(process.platform === 'win32')(
    'takes as many ids from a file whether something is piped in too',
    async () => {
      const plain = fileOf(linesOf(runsOf(300)))
      const pipe = join(dirname(plain), 'pipe')
      execFileSync('mkfifo', [pipe])
      const alone = await idsOfFiles([plain], {}, {})
      expect(alone.length).toBeGreaterThan(256)
      expect(await idsOfFiles(['-', pipe, plain], {}, {})).toEqual(alone)
    },
  )

  it('tells how many mints it had to leave out, because their file was changed before they were judged', async () => {
    const [changed, other] = [linesOf(runsOf(30)), linesOf(runsOf(30, { tool: 'update_parcel' }))].map(
      (lines) => fileOf(lines),
    ) as [string, string]
    const whole = await calibrate([changed, other], inThisThread)
    const others = linesOf(runsOf(60).slice(30))
    const onProgress = ({ conversations }: { conversations: number }) => {
      if (conversations === 60) writeFileSync(changed, others.join('\n'))
    }
    const { conversations, recall, problems } = await calibrate([changed, other], {
      ...inThisThread,
      onProgress,
    })
    expect(conversations.total).toBe(60)
    expect(recall.all.of).toBeGreaterThan(100)
    expect(recall.all.of).toBeLessThan(whole.recall.all.of)
    expect(problems).toMatchObject({ total: 1, lost: 1 })
    const lost = whole.recall.all.of - recall.all.of
    expect(problems.listed[0]).toMatchObject({
      ...{ place: { file: changed, line: 1 }, kind: 'files that changed' },
      message: `Expected the calls that ${lost} mints were drawn for to stand where they did, got others: the file was changed meanwhile, and these mints were left out.`,
    })
    const remove = ({ conversations }: { conversations: number }) => {
      if (conversations === 30) rmSync(other, { force: true })
    }
    const gone = await calibrate([other], { ...inThisThread, onProgress: remove })
    expect(gone.recall.all.of).toBe(0)
    expect(gone.problems.listed[0]?.kind).toBe('files that changed')
  })

  it('samples mints from all of the input alike, when there are many', async () => {
    const early = runsOf(300)
    const late = runsOf(600, { tool: 'update_parcel' }).slice(300)
    const file = fileOf(linesOf(early, late))
    const { tools } = await calibrate([file], { ...inThisThread, injections: 100 })
    const shares = tools.map(({ recall }) => recall.of)
    const share = (shares[0] ?? 0) / shares.reduce((sum, each) => sum + each, 0)
    expect(Math.abs(share - 0.5)).toBeLessThan(0.1)
  })

  it('says what another policy would have done otherwise, call by call', async () => {
    const file = fileOf(linesOf(runsOf(42, { flaggedOf: 3 })))
    const { policies, differences } = await calibrate([file], {
      ...inThisThread,
      policies: { raised: { ceilings: { write: 'BLOCK' } }, off: { ceilings: { write: 'OBSERVE' } } },
    })
    expect(policies.map(({ name, withheld }) => [name, withheld])).toEqual([
      ['yours', 0],
      ['raised', 14],
      ['off', 0],
    ])
    const [raised, off] = differences
    expect(raised).toMatchObject({
      from: 'yours',
      to: 'raised',
      withheld: 14,
      released: 0,
      otherwise: 0,
      complete: true,
    })
    expect(raised?.calls.map(({ place }) => place.line)).toEqual(
      Array.from({ length: 14 }, (_, i) => 3 * i + 1),
    )
    expect(raised?.calls[0]).toMatchObject({
      ...{ conversation: 'run 0', place: { file, line: 1 }, call: 1, message: 4, toolName: 'update_order' },
      ...{ args: ['order_id'], confidence: 'HIGH', outcome: 'unrated', fromRung: 'WARN', toRung: 'BLOCK' },
    })
    expect(off).toMatchObject({ withheld: 0, released: 0, otherwise: 14 })
  })

  it('lists a part of many, and says so', async () => {
    const file = fileOf(linesOf(runsOf(250, { flaggedOf: 1 })))
    const { differences } = await calibrate([file], {
      ...inThisThread,
      injections: 1,
      policies: { raised: { ceilings: { write: 'BLOCK' } } },
    })
    expect(differences[0]).toMatchObject({ withheld: 250, complete: false })
    expect(differences[0]?.calls).toHaveLength(100)
  })

  it('judges with what the user knows about tools', async () => {
    const file = fileOf(linesOf(runsOf(10, { flaggedOf: 1 })))
    const options = {
      tools: { update_order: { effect: 'destructive', args: { order_id: 'newKey' } } },
    } as const
    const { effects, tools } = await calibrate([file], { ...inThisThread, options })
    expect(effects.write.calls).toBe(0)
    expect(effects.destructive).toMatchObject({ calls: 10, flagged: 0 })
    expect(tools[0]?.args.map(({ name }) => name)).toEqual(['notify'])
    const read = await calibrate([file], { ...inThisThread, options: { extraEvidence: () => 'Q8000003' } })
    expect(read.calls.flagged).toBe(9)
  })

  it('lists the tools whose effect is guessed', async () => {
    const guess = (name: string, id: string) =>
      JSON.stringify({
        id,
        messages: [
          { role: 'user', content: 'Order W1234567, please.' },
          {
            role: 'assistant',
            tool_calls: [
              { id: 'a', type: 'function', function: { name, arguments: '{"order_id":"W1234567"}' } },
            ],
          },
        ],
      })
    const names = ['delete_order', 'delete_order', 'update_order', 'frobnicate']
    const file = fileOf(names.map((name, i) => guess(name, `run ${i}`)))
    const { guessed } = await calibrate([file], inThisThread)
    expect(guessed).toEqual([
      { name: 'delete_order', effect: 'destructive', calls: 2 },
      { name: 'frobnicate', effect: 'read', calls: 1 },
      { name: 'update_order', effect: 'write', calls: 1 },
    ])
  })

  it('reads on after what it cannot read, and tells of it', async () => {
    const lines = linesOf(runsOf(20))
    const file = fileOf([...lines.slice(0, 3), '{"id": "cut off', '', ...lines.slice(3)])
    const { conversations, problems } = await calibrate([file], inThisThread)
    expect(conversations.total).toBe(20)
    expect(problems.total).toBe(1)
    expect(problems.listed[0]?.place).toEqual({ file, line: 4 })
  })

  it('lists what was lost before what was mended, and counts all by sort', async () => {
    const mended = JSON.stringify({
      messages: [
        { role: 'user', content: 'Order W1234567, please.' },
        { role: 'tool', tool_call_id: 'nobody', content: 'ok' },
      ],
    })
    const lines = [...Array.from({ length: 300 }, () => mended), '{"id": "cut off']
    const file = fileOf(lines)
    const { problems, problemKinds } = await calibrate([file], inThisThread)
    expect(problems).toMatchObject({ total: 301, lost: 1 })
    expect(problems.listed).toHaveLength(100)
    expect(problems.listed[0]).toMatchObject({
      ...{ place: { file, line: 301 }, kind: 'broken JSON', lost: true },
    })
    expect(problems.listed.slice(1).map(({ place }) => place.line)).toEqual(
      Array.from({ length: 99 }, (_, n) => n + 1),
    )
    expect(problemKinds).toEqual([
      { kind: 'broken JSON', times: 1, lost: 1 },
      { kind: 'results without a call', times: 300, lost: 0 },
    ])
  })

  it('refuses a file that is not there', async () => {
    const error = await calibrate([fileOf(linesOf(runsOf(2))), 'missing.jsonl'], inThisThread).catch(
      (thrown) => thrown,
    )
    expect(HandrailError.isInstance(error)).toBe(true)
  })

  it('counts hostile calls like any other', async () => {
    const hostile = (args: string, id: string) =>
      `{"id":${JSON.stringify(id)},"messages":[{"role":"user","content":"W1234567"},{"role":"assistant","content":"",` +
      `"toolCalls":[{"id":"a","name":"update_order","args":${args}}]}],"reward":null,"tools":[{"name":"update_order","mutating":true}]}`
    const deep = `${'['.repeat(20_000)}"W1234567"${']'.repeat(20_000)}`
    const lines = [
      hostile('{"__proto__":{"order_id":"W1234567"},"constructor":"W7654321"}', '__proto__'),
      hostile(`{"order_id":"W1234567","deep":${deep}}`, 'deep'),
      hostile('["W1234567","\\ud800"]', '\ud800'),
      hostile('"W1234567"', 'bare'),
      hostile('null', 'null'),
      hostile(`{${Array.from({ length: 3_000 }, (_, i) => `"id_${i}":"W${i}"`).join()}}`, 'wide'),
    ]
    const report = await calibrate([fileOf(lines)], { ...inThisThread, injections: 5 })
    expect(report.conversations.total).toBe(lines.length)
    expect(report.problems.total).toBe(0)
    expect(report.tools[0]?.args.length).toBeLessThanOrEqual(200)
    expect(calibrationReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
  })

  it('tells how far it has come', async () => {
    const file = fileOf(linesOf(runsOf(30)))
    const seen: { bytes: number; totalBytes: number; conversations: number; calls: number }[] = []
    await calibrate([file], { ...inThisThread, onProgress: (progress) => seen.push(progress) })
    const last = seen.at(-1)
    expect(last).toMatchObject({ conversations: 30, calls: 60 })
    expect(last?.bytes).toBe(last?.totalBytes)
  })

  it('ends when it is told to', async () => {
    const file = fileOf(linesOf(runsOf(30)))
    const reason = new Error('enough')
    await expect(calibrate([file], { ...inThisThread, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    )
  })

  it.each<[string, unknown, RegExp]>([
    ['seed', { seed: 0.5 }, /`seed` to be an integer/],
    ['injections', { injections: 0 }, /`injections` to be an integer from 1/],
    ['budget', { budget: 2 }, /`budget` to be a number from 0 to 1/],
    ['range', { assume: { mattered: [0.5, 0.2] } }, /`assume.mattered` to be two rates/],
    ['no range', { assume: { minted: 0.5 } }, /`assume.minted` to be two rates/],
    ['policy', { policies: { hard: { ceilings: { write: 'PANIC' } } } }, /"hard".*PANIC/],
    ['options', { options: { handlr: 'enforce' } }, /handlr/],
    ['name', { policies: { yours: {} } }, /`policies` to name none "yours"/],
  ])('refuses a wrong %s', async (_name, options, message) => {
    const error = await calibrate([], options as CalibrateOptions).catch((thrown: unknown) => thrown)
    expect(HandrailError.isInstance(error)).toBe(true)
    expect((error as Error).message).toMatch(message)
  })
})

describe('the recommendation', () => {
  it('acts where enough calls were judged, and is a configuration that can be loaded', async () => {
    const destructive = runsOf(300, { tool: 'cancel_order' }).slice(150)
    const options = { tools: { cancel_order: { effect: 'destructive' } } } as const
    const file = fileOf(linesOf(runsOf(150), destructive))
    const report = await calibrate([file], { ...inThisThread, options })
    expect(report.recommendation).toMatchObject({
      handler: 'enforce',
      ceilings: { write: 'WARN', destructive: 'WARN' },
      reason: 'The evidence warrants WARN for tools that write and WARN for tools that destroy.',
    })
    expect(report.recommendation.effects[1]?.next).toMatchObject({ rung: 'BLOCK', moreJudgedCalls: 95 })
    expect(await loaded(report)).toEqual({
      handler: 'enforce',
      ceilings: { write: 'WARN', destructive: 'WARN' },
    })
  })

  it('can be written down whatever the names of tools', async () => {
    const file = fileOf(linesOf(runsOf(3)))
    const report = await calibrate([file], inThisThread)
    const names = [
      'update "x"\nhandler = "enforce"',
      'update\u007f\u0000',
      'update_\ud800',
      'a\\b',
      '\u2028update',
    ]
    const guessed = names.map((name) => ({ name, effect: 'write' as const, calls: 1 }))
    const odd = { ...report, guessed }
    expect(await loaded(odd)).toEqual({
      handler: 'observe',
      ceilings: { write: 'OBSERVE', destructive: 'OBSERVE' },
    })
    const confirmed = recommendationToml(odd).replaceAll(/^# (?=\[tools|effect)/gm, '')
    expect(Object.keys((await optionsIn(confirmed)).tools ?? {})).toHaveLength(names.length)
  })
})

async function loaded(report: CalibrationReport) {
  const { handler, ceilings } = await optionsIn(recommendationToml(report))
  return { handler, ceilings }
}

async function optionsIn(toml: string) {
  const file = fileOf([], 'handrail.toml')
  writeFileSync(file, toml)
  return (await loadConfig({ file })).options
}
