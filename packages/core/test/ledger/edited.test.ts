import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openJsonlLedger, verifyLedger } from '../../src/node.ts'
import { folder, linesOf, readAll, segmentsIn } from './folder.ts'
import { forCall, recordOf } from './support.ts'

const record = await recordOf({ args: { order_id: 'W9999999' } })

/** A closed ledger of so many calls, and the hash of its last line. */
async function written(calls: number, path = folder()) {
  const file = join(path, 'ledger.jsonl')
  const ledger = openJsonlLedger({ file, values: 'plain' })
  for (let i = 1; i <= calls; i++) ledger.onRecord(forCall(record, `call_${i}`))
  const { hash = '', file: segment = '' } = await ledger.close()
  return { file, segment, hash }
}

/** One way to tamper with lines; `undefined` where it changes nothing. */
type Edit = (lines: readonly string[], a: number, b: number, text: string) => string[] | undefined

const edits: Record<string, Edit> = {
  remove: (lines, a) => lines.filter((_, i) => i !== a % lines.length),
  repeat: (lines, a, b) => lines.toSpliced(b % (lines.length + 1), 0, lines[a % lines.length] ?? ''),
  insert: (lines, a, _, text) => lines.toSpliced(a % (lines.length + 1), 0, text.replaceAll('\n', ' ')),
  swap: (lines, a, b) => {
    const [i, j] = [a % lines.length, b % lines.length]
    return i === j ? undefined : lines.with(i, lines[j] ?? '').with(j, lines[i] ?? '')
  },
  change: (lines, a, b) => {
    const line = lines[a % lines.length] ?? ''
    const at = b % line.length
    const other = line[at] === '1' ? '2' : '1'
    return lines.with(a % lines.length, line.slice(0, at) + other + line.slice(at + 1))
  },
  'change the end of the line of': (lines, a) => lines.with(a % lines.length, `${lines[a % lines.length]}\r`),
  'cut off the beginning before': (lines, a) => lines.slice(1 + (a % lines.length)),
  'cut off the end from': (lines, a) => lines.slice(0, a % lines.length),
}

describe('a ledger that somebody tampered with', () => {
  test('is found out, wherever and however it was done', async () => {
    const { file, segment, hash } = await written(12)
    const lines = linesOf(segment)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(edits)),
        fc.nat(),
        fc.nat(),
        fc.string({ unit: 'binary' }),
        async (kind, a, b, text) => {
          const edited = edits[kind]?.(lines, a, b, text)
          if (!edited) return
          writeFileSync(segment, edited.map((line) => `${line}\n`).join(''))
          const { ok, broken, segments } = await verifyLedger(file, { expectedHead: hash })
          expect(ok).toBe(false)
          // By itself a chain does not show that its end is missing, nor what became of its last line.
          const first = edited.findIndex((line, i) => line !== lines[i])
          const isOnlyTheEnd = first < 0 || (first === lines.length - 1 && edited.length === lines.length)
          if (!isOnlyTheEnd) expect(broken).toBeDefined()
          if (first < 0) expect(segments[0]?.isClosed).toBe(false)
          // It names the first line that is not what was written, or the one behind it, which says so.
          if (broken) expect([first + 1, first + 2]).toContain(broken.line)
          if (broken) expect(broken.message).toContain(`${segment}, line ${broken.line}: expected `)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('that was cut off within a line ends in a torn one', async () => {
    const { file, segment, hash } = await written(3)
    const whole = readFileSync(segment)
    for (let size = 0; size < whole.length; size += 97) {
      writeFileSync(segment, whole.subarray(0, size))
      const isAtEnd = size === 0 || whole[size - 1] === 10
      const verified = await verifyLedger(file, { expectedHead: hash })
      expect(verified).toMatchObject({ ok: false, tornTails: isAtEnd ? 0 : 1, missingHeads: [hash] })
      expect(verified.broken).toBeUndefined()
    }
  })

  test('behind its last line is found out', async () => {
    const { file, segment } = await written(1)
    appendFileSync(segment, '{"kind"')
    expect((await verifyLedger(file)).broken).toMatchObject({ line: 4, found: '"{\\"kind\\""' })
    appendFileSync(segment, '\n')
    expect((await verifyLedger(file)).broken).toMatchObject({ line: 4 })
  })

  test('is found out where the hashes were worked out again, and the numbers were not', async () => {
    const { file, segment } = await written(4)
    const lines = linesOf(segment)
    const [open = '', first = '', , , last = '', close = ''] = lines
    const chained = (all: readonly string[]) => {
      let previous = '0'.repeat(64)
      let text = ''
      for (const line of all) {
        const again = JSON.stringify({ ...JSON.parse(line), previous })
        previous = createHash('sha256').update(again).digest('hex')
        text += `${again}\n`
      }
      return text
    }
    const brokenAt = async (all: readonly string[]) => {
      writeFileSync(segment, chained(all))
      const { broken } = await verifyLedger(file)
      return broken && `${broken.line} ${broken.expected}`
    }
    expect(await brokenAt(lines)).toBeUndefined()
    expect(await brokenAt(lines.toSpliced(2, 1))).toBe('3 `sequence` 2')
    expect(await brokenAt(lines.toSpliced(2, 0, first))).toBe('3 `sequence` 2')
    expect(await brokenAt(lines.toSpliced(1, 0, open))).toContain('2 a line of the kind "call"')
    expect(await brokenAt(lines.slice(1))).toBe('1 a line of the kind "open"')
    expect(await brokenAt([...lines, close])).toBe('7 nothing')
    expect(await brokenAt([...lines.slice(0, -1), last, close])).toBe('6 `sequence` 5')
  })

  test('is told by a sentence that names file, line, what was expected and what stands there', async () => {
    const { file, segment } = await written(3)
    const lines = linesOf(segment)
    writeFileSync(segment, lines.map((line) => `${line.replace('call_2', 'call_9')}\n`).join(''))
    const { broken } = await verifyLedger(file)
    expect(broken?.file).toBe(segment)
    expect(broken?.line).toBe(4)
    expect(broken?.message).toBe(
      `${segment}, line 4: expected ${broken?.expected}, found ${broken?.found}: line 3 or this one was changed, or lines between them were removed, inserted or moved.`,
    )
    expect(broken?.found).toBe(`\`previous\` ${JSON.parse(lines[3] ?? '').previous}`)
  })

  test('is found out where a middle segment was cut off', async () => {
    const path = folder()
    const file = join(path, 'ledger.jsonl')
    const ledger = openJsonlLedger({ file, rotateAt: 65_536 })
    for (let i = 0; i < 150; i++) {
      ledger.onRecord(record)
      if (i % 10 === 0) await ledger.flush()
    }
    await ledger.close()
    const [first = '', second = ''] = segmentsIn(path)
    expect((await verifyLedger(file)).ok).toBe(true)
    const lines = linesOf(first)
    writeFileSync(
      first,
      lines
        .slice(0, -2)
        .map((line) => `${line}\n`)
        .join(''),
    )
    const cut = await verifyLedger(file)
    expect(cut).toMatchObject({ ok: false, broken: { file: first, line: lines.length - 1 } })
    expect(cut.broken?.message).toContain(`${second} goes on from there`)
    // Another one that says less does not make up for it.
    const [open = ''] = linesOf(second)
    const { after } = JSON.parse(open)
    const less = { segment: after.segment, line: 1, hash: JSON.parse(lines[1] ?? '').previous }
    const forged =
      segmentsIn(path)
        .at(-1)
        ?.replace(/[0-9a-f]{8}\.jsonl$/, 'ffffffff.jsonl') ?? ''
    writeFileSync(forged, `${JSON.stringify({ ...JSON.parse(open), after: less })}\n`)
    expect(await verifyLedger(file)).toMatchObject({ ok: false, broken: { file: first } })
    rmSync(forged)
    expect(await verifyLedger(second)).toMatchObject({ ok: true, segments: [{ after: { isThere: true } }] })
    rmSync(first)
    expect(await verifyLedger(file)).toMatchObject({
      ok: true,
      segments: [{ after: { isThere: false } }, {}],
    })
  })
})

describe('a segment of a ledger', () => {
  test('that cannot be read is told, and the others are checked', async () => {
    const path = folder()
    const { file, segment } = await written(3, path)
    const other = segment.replace(/[0-9a-f]{8}\.jsonl$/, 'ffffffff.jsonl')
    mkdirSync(other)
    const { ok, broken, segments, entries } = await verifyLedger(file)
    expect({ ok, entries, files: segments.map((each) => each.file) }).toEqual({
      ...{ ok: false, entries: 3, files: [segment, other] },
    })
    expect(broken).toMatchObject({ file: other, line: 1, expected: 'a file that can be read' })
    expect(broken?.message).toMatch(/: expected a file that can be read, found .*EISDIR/)
  })

  test('is looked for beside the one that goes on from it, and nowhere else', async () => {
    const path = folder()
    const { file, segment } = await written(2, path)
    const [open = ''] = linesOf(segment)
    const after = { segment: join('..', basename(path), basename(segment)), line: 1, hash: '0'.repeat(64) }
    writeFileSync(segment, `${JSON.stringify({ ...JSON.parse(open), after })}\n`)
    const { segments } = await verifyLedger(file)
    expect(segments[0]?.after).toEqual({ segment: after.segment, isThere: false })
  })
})

describe('reading a ledger', () => {
  test('says file and line of what does not read, and reads the rest', async () => {
    const { file, segment } = await written(4)
    const lines = linesOf(segment)
    const strange = [
      '',
      'no json',
      '[]',
      '{"kind":"call"}',
      '{"__proto__":{"kind":"call"}}',
      '\u0000'.repeat(9),
    ]
    const torn = lines[1]?.slice(0, 40) ?? ''
    writeFileSync(segment, [...lines.slice(0, 3), ...strange, ...lines.slice(3), torn].join('\n'))
    const readings = await readAll(file)
    expect(readings.map(({ kind, line }) => `${line} ${kind}`)).toEqual([
      ...['2 call', '3 call'],
      ...strange.map((_, i) => `${i + 4} problem`),
      ...['10 call', '11 call', '13 problem'],
    ])
    for (const reading of readings)
      if (reading.kind === 'problem')
        expect(reading.message).toMatch(new RegExp(`^.+ledger[^,]+, line ${reading.line}: .+\\.$`))
    expect(readings.at(-1)).toMatchObject({ message: expect.stringContaining('the line was not finished') })
  })

  test('takes lines of any length, in bounded memory', async () => {
    const { file, segment } = await written(1)
    truncateSync(segment, 0)
    const megabyte = 'x'.repeat(1_048_576)
    for (let i = 0; i < 40; i++) appendFileSync(segment, megabyte)
    appendFileSync(segment, '\n{}\n')
    expect(await readAll(file)).toMatchObject([
      { kind: 'problem', line: 1, message: expect.stringContaining('more than 16 MiB') },
      { kind: 'problem', line: 2 },
    ])
    const { broken } = await verifyLedger(file)
    expect(broken).toMatchObject({ line: 1, message: expect.stringContaining('longer than 16 MiB') })
    expect(broken?.message.length).toBeLessThan(600)
  })

  test('finds a segment alone, and nothing where there is none', async () => {
    const path = folder()
    const { segment } = await written(2, path)
    await written(3, path)
    expect(await readAll(segment)).toHaveLength(2)
    expect(await verifyLedger(segment)).toMatchObject({ ok: true, entries: 2 })
    expect(await verifyLedger(join(path, 'ledger.jsonl'))).toMatchObject({ ok: true, entries: 5 })
    for (const none of [join(path, 'other.jsonl'), join(path, 'no', 'ledger.jsonl')]) {
      await expect(verifyLedger(none)).rejects.toMatchObject({ code: 'NO_LEDGER' })
      await expect(readAll(none)).rejects.toThrow(`There is no ledger "${none}"`)
    }
  })
})
