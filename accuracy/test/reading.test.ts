import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readDataSet } from '../src/data-set.ts'
import { readJsonl } from '../src/read-jsonl.ts'
import { conversation, injection, natural } from './samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'accuracy-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileOf(name: string, ...lines: unknown[]): string {
  const file = join(folder, name)
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  writeFileSync(file, texts.join('\n'))
  return file
}

async function kindsOf(file: string): Promise<string[]> {
  const kinds: string[] = []
  for await (const { kind, place } of readJsonl(file)) kinds.push(`${kind} ${place.line}`)
  return kinds
}

describe('reading', () => {
  it('knows the three kinds of records by their form and passes over empty lines', async () => {
    const file = fileOf('kinds.any', conversation, '', injection, '  ', natural, '')
    expect(await kindsOf(file)).toEqual(['trajectory 1', 'injection 3', 'natural 5'])
  })

  it('names the file and the line of what is no JSON', async () => {
    const file = fileOf('broken.jsonl', conversation, '{"source": ')
    await expect(kindsOf(file)).rejects.toThrow(`${file}:2: Expected a line of JSON`)
  })

  it('names the file, the line and the field of a record that is wrong', async () => {
    const file = fileOf('wrong.jsonl', '', { ...conversation, reward: 'good' })
    await expect(kindsOf(file)).rejects.toThrow(/wrong\.jsonl:2: Expected a conversation:[\s\S]*reward/)
    const other = fileOf('other.jsonl', { hello: 1 })
    await expect(kindsOf(other)).rejects.toThrow('other.jsonl:1: Expected a conversation (`messages`)')
    const unlisted = fileOf('unlisted.jsonl', { ...conversation, tools: [] })
    await expect(kindsOf(unlisted)).rejects.toThrow('Expected `tools` to list "get_order"')
  })

  it('names a file that cannot be read', async () => {
    await expect(kindsOf(join(folder, 'absent.jsonl'))).rejects.toThrow(/Cannot read .*absent\.jsonl/)
  })
})

describe('a data set', () => {
  it('gives each conversation what was recorded about its calls, in any order of the files', async () => {
    const [source] = await readDataSet([
      fileOf('b.jsonl', injection, natural),
      fileOf('a.jsonl', conversation),
    ])
    expect(source?.injectionsGiven).toBe(true)
    expect(source?.cases[0]?.injections).toHaveLength(1)
    expect(source?.cases[0]?.naturals).toHaveLength(1)
  })

  it('refuses a conversation that stands there twice', async () => {
    await expect(readDataSet([fileOf('twice.jsonl', conversation, conversation)])).rejects.toThrow(
      /twice\.jsonl:2: The conversation "one" of sample stands at .*twice\.jsonl:1 already/,
    )
  })

  it('refuses records about calls that are not there', async () => {
    await expect(readDataSet([fileOf('alone.jsonl', injection)])).rejects.toThrow(
      'alone.jsonl:1: Expected the conversation "one" of sample in one of the files',
    )
    const file = fileOf('no-call.jsonl', conversation, { ...injection, message: 1 })
    await expect(readDataSet([file])).rejects.toThrow('found get_order')
  })
})
