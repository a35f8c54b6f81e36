import { writeFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutLines } from '../../src/work/cut-lines.ts'
import { filesOf } from '../replay/support/conversations.ts'

/** Lines with their numbers, and the numbers of those that were passed over. */
async function linesOf(file: string, sizes: { block: number; longestLine: number }) {
  const lines: [number, string][] = []
  const passed: number[] = []
  for await (const block of cutLines(file, sizes)) {
    if (!('bytes' in block)) {
      passed.push(block.place.line)
      continue
    }
    const text = Buffer.from(block.bytes).toString()
    const within = text.replace(/\n$/, '').split('\n')
    expect(within).toHaveLength(block.lines)
    lines.push(...within.map((line, at): [number, string] => [block.place.line + at, line]))
  }
  return { lines, passed }
}

describe('cutLines', () => {
  it('gives every line once, with its number, and passes over those that are too long', async () => {
    const { file = '' } = filesOf({ file: '' })
    const line = fc.integer({ min: 0, max: 40 }).map((length) => 'x'.repeat(length))
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 12, max: 50 }),
        async (all, endsWithNewline, block, longestLine) => {
          const text = all.join('\n') + (endsWithNewline && all.length > 0 ? '\n' : '')
          writeFileSync(file, text)
          const given = text === '' ? [] : text.replace(/\n$/, '').split('\n')
          const isLast = (at: number) => at === given.length - 1 && !text.endsWith('\n')
          const isLong = (at: number) => (given[at] as string).length + (isLast(at) ? 0 : 1) > longestLine
          const { lines, passed } = await linesOf(file, { block, longestLine })
          expect(passed).toEqual([...given.keys()].filter(isLong).map((at) => at + 1))
          expect(lines).toEqual(
            [...given.entries()].flatMap(([at, one]) => (isLong(at) ? [] : [[at + 1, one]])),
          )
        },
      ),
    )
  })

  it('hands over buffers that nobody else uses', async () => {
    const { file = '' } = filesOf({ file: 'abc\n'.repeat(100) })
    const blocks: Uint8Array<ArrayBuffer>[] = []
    for await (const block of cutLines(file, { block: 64 })) if ('bytes' in block) blocks.push(block.bytes)
    expect(blocks.length).toBeGreaterThan(3)
    expect(new Set(blocks.map(({ buffer }) => buffer)).size).toBe(blocks.length)
    for (const { buffer } of blocks) expect(buffer.byteLength).toBeLessThanOrEqual(64)
  })
})
