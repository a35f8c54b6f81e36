import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { conversationFormats } from '../../src/index.ts'
import { fileOf, readAll } from './support.ts'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const examples = [...readme.matchAll(/^`([a-z-]+)`: [\s\S]*?```jsonl\n(.*)\n```/gm)]

describe('the examples of the README', () => {
  test('show every format', () => {
    expect(examples.map(([, format]) => format).sort()).toEqual([...conversationFormats].sort())
  })

  test.each(examples.map(([, format, line]) => [format as string, line as string]))(
    '%s',
    async (format, line) => {
      const { conversations, problems } = await readAll(fileOf(`${line}\n`))
      expect(problems).toEqual([])
      expect(conversations.map((one) => one.format)).toEqual([format])
      expect(conversations[0]?.entries).toMatchObject([
        { kind: 'task', text: 'Cancel A-1.' },
        { kind: 'call', toolCallId: 'c', toolName: 'cancel_order', args: { id: 'A-1' } },
        { kind: 'result', toolCallId: 'c', content: 'done' },
      ])
    },
  )
})
