import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from '../src/cli.ts'

async function runIt(...argv: string[]): Promise<{ code: number; out: string; error: string }> {
  const said = { out: '', error: '' }
  const code = await run(argv, {
    out: (text) => {
      said.out += text
    },
    error: (text) => {
      said.error += text
    },
  })
  return { code, ...said }
}

describe('the command', () => {
  it('measures our own conversations when it is given no files, the same each time', async () => {
    const first = await runIt('--json')
    expect(first.code).toBe(0)
    const { sources, total } = JSON.parse(first.out) as {
      sources: { source: string }[]
      total: { changing: number }
    }
    expect(sources.length).toBeGreaterThanOrEqual(8)
    expect(total.changing).toBeGreaterThanOrEqual(160)
    expect((await runIt('--json')).out).toBe(first.out)
    expect((await runIt('--json', '--seed', '2')).out).not.toBe(first.out)
  })

  it('says in a sentence what is wrong and exits with 2', async () => {
    const faults: [string[], RegExp][] = [
      [['--show', 'everything'], /^Expected --show to be one of flags, misses, got "everything"\.\n$/],
      [['--seed', 'x'], /^Expected --seed to be a whole number, got "x"\.\n$/],
      [['--nonsense'], /--nonsense.*See --help\.\n$/],
      [['absent.jsonl'], /^Cannot read absent\.jsonl/],
      [[join(import.meta.dirname, '..', 'package.json')], /package\.json:1: Expected a line of JSON/],
    ]
    for (const [argv, sentence] of faults) {
      const { code, out, error } = await runIt(...argv)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(error).toMatch(sentence)
    }
  })

  it('explains itself', async () => {
    expect(await runIt('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--show flags') })
  })

  it('is a program', () => {
    const main = join(import.meta.dirname, '..', 'main.ts')
    expect(execFileSync(process.execPath, [main, '--help'], { encoding: 'utf8' })).toContain('Usage')
    expect(spawnSync(process.execPath, [main, '--seed', '']).status).toBe(2)
  })
})

describe('our own conversations', () => {
  it('are of many kinds, and their successful runs hold what the measures need', async () => {
    const { sources } = JSON.parse((await runIt('--json')).out) as {
      sources: { source: string; natural: { of: number }; flagsOnGrounded: { of: number } }[]
    }
    const weak = sources.find(({ source }) => source === 'weak-models')
    expect(weak?.natural.of).toBeGreaterThanOrEqual(60)
    expect(weak?.flagsOnGrounded.of).toBeGreaterThanOrEqual(60)
  })
})
