import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '@handrail/core/node'
import { type CalibrationReport, conversationFormats } from '@handrail/eval'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { FORMATS } from '../src/commands/options.ts'
import { template } from '../src/init/template.ts'
import { jsonOf } from '../src/output/json.ts'
import { bytes, percent } from '../src/output/numbers.ts'
import { quoted, safe } from '../src/output/safe.ts'
import { shortened } from '../src/output/shortened.ts'
import { table } from '../src/output/table.ts'
import { wrapped } from '../src/output/wrapped.ts'

/** Texts with what terminals obey among their characters. */
const text = fc.string({
  unit: fc.oneof(
    fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
    fc.constantFrom(
      '\u001b[2J',
      '\u202e',
      '\u0007',
      '\n',
      '\r',
      '\u009b',
      '\ud800',
      "'",
      ' ',
      'order',
      '漢',
      '👩‍👩‍👧',
    ),
  ),
})
/** The configuration refuses the one name that an object cannot hold. */
const toolName = text.filter((name) => name !== '__proto__')
const unsafe = /[^\P{C}\n]/u

describe('no text of others can steer a terminal', () => {
  test('in a line', () => {
    fc.assert(fc.property(text, (given) => !/\p{C}/u.test(safe(given))))
  })

  test('in JSON, which stays the same JSON', () => {
    fc.assert(
      fc.property(fc.record({ value: text, list: fc.array(text) }), (fields) => {
        const json = jsonOf('test', fields)
        expect(json).not.toMatch(unsafe)
        expect(JSON.parse(json)).toEqual({ schema: 'handrail.test/1', ...fields })
      }),
    )
  })

  test('in a shortened text, which is no wider than it may be', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 90 }), (given, width) => {
        const shown = shortened(given, width)
        expect(shown).not.toMatch(/\p{C}/u)
        expect(stringWidth(shown)).toBeLessThanOrEqual(width)
      }),
    )
  })
})

test('a quoted word is one word of a command line', () => {
  expect(quoted('run-7#3')).toBe("'run-7#3'")
  expect(quoted('a/b.jsonl')).toBe('a/b.jsonl')
  expect(quoted("it's $(here)")).toBe(`'it'\\''s $(here)'`)
})

describe('a table', () => {
  const columns = [
    { title: 'tool', shrinks: true },
    { title: 'n', align: 'right' as const },
    { title: 'why', shrinks: true },
  ]

  test('keeps to the width where its words allow it', () => {
    const cell = fc
      .array(fc.constantFrom('a', 'order', 'update', '漢字'), { maxLength: 20 })
      .map((words) => words.join(' '))
    const row = fc.tuple(cell, fc.integer({ min: 0, max: 99_999 }).map(String), cell)
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 40, max: 120 }), (rows, width) => {
        for (const line of table(columns, rows, { width }).split('\n'))
          expect(stringWidth(line)).toBeLessThanOrEqual(width)
      }),
    )
  })

  test('wraps titles before it cuts cells', () => {
    const wide = [
      { title: 'tool', shrinks: true },
      { title: 'in good runs', align: 'right' as const },
    ]
    const name = 'modify_reservation_of_all'
    expect(table(wide, [[name, '7']], { width: 36 }).split('\n')).toEqual([
      '  tool                       in good',
      '                                runs',
      `  ${name}        7`,
    ])
  })

  test('aligns its columns and leaves no blanks at the end of a line', () => {
    expect(
      table(
        columns,
        [
          ['cancel', '7', ''],
          ['x', '1,200', 'late'],
        ],
        { width: 80 },
      ),
    ).toBe(['  tool        n  why', '  cancel      7', '  x       1,200  late'].join('\n'))
  })
})

test('words are wrapped, and none is lost', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(words, fc.integer({ min: 20, max: 80 }), (given, width) => {
      const lines = wrapped(given.join(' '), width, '  - ').split('\n')
      expect(lines.map((line) => line.slice(4)).join(' ')).toBe(given.join(' '))
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
    }),
  )
})

test('a share that is not nothing or everything is not shown as that', () => {
  expect([0, 1e-9, 0.0004, 0.0123, 0.99999, 1].map(percent)).toEqual([
    ...['0.0 %', '< 0.001 %', '0.040 %', '1.2 %', '> 99.9 %', '100.0 %'],
  ])
  expect([0, 999, 1_500, 12_345_678].map(bytes)).toEqual(['0 B', '999 B', '1.5 kB', '12.3 MB'])
})

test('the help knows every format that can be read', () => {
  expect([...FORMATS].sort()).toEqual([...conversationFormats].sort())
})

test('a configuration holds what was recommended, whatever tools are called', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-init-'))
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(toolName, { maxLength: 5, selector: safe }),
        text,
        async (names, reason) => {
          const calibrated = {
            calls: { judged: 9 },
            conversations: { total: 3 },
            guessed: names.map((name) => ({ name, effect: 'write', calls: 1 })),
            recommendation: {
              ...{ handler: 'enforce', ceilings: { write: 'BLOCK', destructive: 'WARN' }, reason },
              effects: [{ effect: 'write', ceiling: 'BLOCK', reason }],
            },
          } as unknown as CalibrationReport
          const written = template(calibrated)
          const file = join(folder, 'handrail.toml')
          writeFileSync(file, written)
          expect((await loadConfig({ file })).options).toMatchObject({
            handler: 'enforce',
            ceilings: { write: 'BLOCK', destructive: 'WARN' },
          })
          // Whoever takes the sign off has a valid file too.
          writeFileSync(file, written.replaceAll(/^#(?=\[tools\.|effect = "write")/gm, ''))
          const { tools } = (await loadConfig({ file })).options
          for (const name of new Set(names))
            if (name.isWellFormed()) expect(Object.keys(tools ?? {})).toContain(name)
        },
      ),
      { numRuns: 50 },
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
