import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HandrailError } from '@handrail/core'
import { afterAll, describe, expect, it } from 'vitest'
import { type Problem, readCases, type ScoreCase, scoreCases } from '../../src/index.ts'
import { caseOf } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'handrail-cases-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
function fileOf(content: string | Uint8Array): string {
  const file = join(folder, `cases-${++files}.jsonl`)
  writeFileSync(file, content)
  return file
}

const good = { ...caseOf('HIGH', 'relevant', { blocked: true }), label: 'first' }
const line = JSON.stringify(good)

async function read(file: string): Promise<{ cases: ScoreCase[]; problems: Problem[] }> {
  const problems: Problem[] = []
  const cases = await listOf(readCases(file, { onProblem: (problem) => problems.push(problem) }))
  return { cases, problems }
}

async function listOf(cases: AsyncIterable<ScoreCase>): Promise<ScoreCase[]> {
  const list: ScoreCase[] = []
  for await (const each of cases) list.push(each)
  return list
}

/** What reading such a second line says. */
async function faultOf(second: string): Promise<string> {
  const file = fileOf(`${line}\n${second}\n${line}\n`)
  const error = await listOf(readCases(file)).catch((thrown: unknown) => thrown)
  if (!HandrailError.isInstance(error)) throw new Error('nothing was thrown')
  expect(error.code).toBe('INVALID_CASE')
  const { cases, problems } = await read(file)
  expect(cases).toEqual([good, good])
  expect(problems).toEqual([{ place: { file, line: 2 }, message: error.message, lost: true }])
  return error.message.replace(file, 'FILE')
}

describe('readCases', () => {
  it('reads a case a line, with a byte order mark, carriage returns, empty lines and no last newline', async () => {
    const file = fileOf(`\uFEFF${line}\r\n\r\n  \n${line}`)
    expect(await read(file)).toEqual({ cases: [good, good], problems: [] })
    expect(await scoreCases(readCases(file))).toEqual(scoreCases([good, good]))
    expect(await read(fileOf(''))).toEqual({ cases: [], problems: [] })
  })

  it('names file, line and field of what is no case', async () => {
    expect(await faultOf('{"verdict":')).toBe('Expected line 2 of FILE to be JSON.')
    expect(await faultOf('[]')).toBe('Expected line 2 of FILE to be a case: to be an object, got a list.')
    const { matteredToScore: _, ...lacking } = good
    expect(await faultOf(JSON.stringify(lacking))).toBe(
      'Expected line 2 of FILE to be a case: `matteredToScore` to be true or false, got nothing.',
    )
    expect(await faultOf(JSON.stringify({ ...good, trulyMinted: 'yes' }))).toContain(
      '`trulyMinted` to be true or false, got a string.',
    )
    const verdict = { ...good.verdict, args: [{ ...good.verdict.args[0], stance: 'GUESSED' }] }
    expect(await faultOf(JSON.stringify({ ...good, verdict }))).toContain(
      '`verdict.args.0.stance` to be one of SUPPORTED, UNSUPPORTED, ABSTAIN.',
    )
    expect(await faultOf(JSON.stringify({ ...good, verdict: null }))).toContain(
      '`verdict` to be an object, got null.',
    )
    expect(await faultOf(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)).toContain(
      'to be an object, got a list.',
    )
  })

  it('does not take a stored confidence', async () => {
    const stored = { ...caseOf('NONE', 'false'), confidence: 'HIGH' }
    const { cases } = await read(fileOf(JSON.stringify(stored)))
    expect(cases).toEqual([caseOf('NONE', 'false')])
  })

  it('reads a whole verdict and keeps what is scored', async () => {
    const extra = JSON.parse(`{"__proto__": {"believe": true}, "constructor": 1, "reason": "r"}`) as object
    const args = good.verdict.args.map((each) => ({ ...each, argName: 'order_id', valueRepr: 'W9999999' }))
    const { cases } = await read(
      fileOf(JSON.stringify({ ...good, verdict: { ...good.verdict, ...extra, args } })),
    )
    expect(cases).toEqual([good])
  })

  it('passes over a line that is too long, and one that is no UTF-8', async () => {
    const long = Buffer.alloc(17 * 2 ** 20, 'x')
    const odd = Buffer.from([0x22, 0xff, 0x22])
    const file = fileOf(Buffer.concat([long, Buffer.from(`\n${line}\n`), odd, Buffer.from('\n')]))
    const { cases, problems } = await read(file)
    expect(cases).toEqual([good])
    expect(problems.map((each) => each.place.line)).toEqual([1, 3])
    expect(problems[0]?.message).toBe(`Expected line 1 of ${file} to be at most 16777216 bytes of UTF-8.`)
  })

  it('says that a file is not there', async () => {
    const file = join(folder, 'none.jsonl')
    await expect(listOf(readCases(file))).rejects.toMatchObject({
      code: 'INVALID_CASE',
      message: expect.stringContaining(`Expected ${file} to be a file that can be read: there is none`),
    })
    await expect(listOf(readCases(folder, { onProblem: () => {} }))).rejects.toThrow('it is a folder')
  })

  it('reads no more than is asked for', async () => {
    const file = fileOf(`${line}\nnot JSON\n`)
    for await (const each of readCases(file)) {
      expect(each).toEqual(good)
      break
    }
  })
})
