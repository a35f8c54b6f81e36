import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parse, stringify } from 'smol-toml'
import { expect, test } from 'vitest'
import { createGuard, HandrailError } from '../../src/index.ts'
import { configJsonSchema, loadConfig } from '../../src/node.ts'
import { folderOf } from './folder.ts'

/** What a text loads as, or the lines of its error. */
async function outcomeOf(cwd: string, name: string, text: string | Uint8Array) {
  writeFileSync(join(cwd, name), text)
  try {
    return await loadConfig({ cwd, file: name })
  } catch (error) {
    if (!HandrailError.isInstance(error) || error.code !== 'INVALID_CONFIG') throw error
    return error.message.split('\n')
  }
}

const schema = configJsonSchema() as { readonly properties: Record<string, { readonly properties?: object }> }
const keys = Object.entries(schema.properties).flatMap(([key, { properties }]) => [
  key,
  ...Object.keys(properties ?? {}),
])
const names = fc.oneof(
  fc.constantFrom(...keys, 'NUDGE', 'rank', 'effect', 'args', '__proto__', 'constructor', 'a.b', 'é"', ''),
  fc.string({ maxLength: 5 }),
)
const leaves = fc.oneof(
  fc.constantFrom('BLOCK', 'observe', 'read', 'hold', 'digest', 'reference', 'infinity', '__proto__'),
  fc.string({ maxLength: 8 }),
  fc.integer({ min: -5, max: 50 }),
  fc.boolean(),
  fc.double({ noNaN: true }),
)
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaves, fc.array(tie('value'), { maxLength: 3 }), tie('table')),
  table: fc.dictionary(names, tie('value'), { maxKeys: 4 }),
}))
const tables = fc.dictionary(names, anything, { maxKeys: 6 })

test('any text loads, or is an error that tells a place and a sentence in every line', async () => {
  const cwd = folderOf()
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          '[',
          ']',
          '{',
          '}',
          '=',
          '"',
          "'",
          ',',
          '\n',
          '.',
          '#',
          'policy',
          'a',
          '1',
          '\\',
          '\u0000',
          '//',
        ),
      )
      .map((parts) => parts.join('')),
    tables.map((table) => JSON.stringify(table)),
    tables.map((table) => stringify(table)),
    fc.uint8Array({ maxLength: 40 }),
  )
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.constantFrom('handrail.toml', 'handrail.json', 'dos.toml'),
      async (text, name) => {
        const outcome = await outcomeOf(cwd, name, text)
        if (!Array.isArray(outcome)) createGuard({ ...outcome.options, handler: 'observe' })
        else
          for (const line of outcome)
            expect(line).toMatch(/^\/.*\.(?:toml|json)(?::\d+:\d+)?: Expected .+[.?]$/)
      },
    ),
    { numRuns: 300 },
  )
})

test('a key that is unknown is found where it stands, however the tables around it are written', async () => {
  const cwd = folderOf()
  const UNKNOWN = 'zzz'
  const wrong = [
    `tools.pay.${UNKNOWN}`,
    `policy.${UNKNOWN}`,
    UNKNOWN,
    `tools."a.b".${UNKNOWN}`,
    `ledger.${UNKNOWN}`,
  ]
  const before = fc.array(
    fc.constantFrom(
      '# zzz = 1',
      '',
      'max_actuations = 3',
      "units = '''\nzzz = 1\n'''",
      'provenance.units = [\n  "zzz",\n]',
    ),
    { maxLength: 3 },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(before, { maxLength: 2 }),
      fc.constantFrom(...wrong),
      fc.nat(3),
      fc.boolean(),
      async (lines, path, split, onWindows) => {
        const parts = path.match(/"[^"]*"|[^.]+/g) ?? []
        const at = Math.min(split, parts.length - 1)
        const head = parts.slice(0, at)
        const tail = parts.slice(at)
        // Above the header every line is one of its own; `units` alone is unknown too, and stands before.
        const own = [...new Set(lines.flat())].filter((line) => !line.startsWith('units'))
        const entries =
          tail.length > 1 && split === 1
            ? `${tail[0]} = { ${tail.slice(1).join('.')} = 1 }`
            : `${tail.join('.')} = 1`
        const text = [...own, ...(head.length > 0 ? [`[ ${head.join(' . ')} ]`] : []), `  ${entries}`].join(
          '\n',
        )
        const outcome = await outcomeOf(
          cwd,
          'handrail.toml',
          onWindows ? text.replaceAll('\n', '\r\n') : text,
        )
        if (!Array.isArray(outcome)) throw new Error('the key was passed over')
        expect(outcome).toHaveLength(1)
        const [, line, column] = /:(\d+):(\d+): /.exec(outcome[0] ?? '') ?? []
        const written = text.split('\n')[Number(line) - 1]?.slice(Number(column) - 1)
        expect(written, outcome[0]).toMatch(/^zzz = /)
        expect(Number(line)).toBe(text.split('\n').length)
      },
    ),
    { numRuns: 100 },
  )
})

test('a table says the same in TOML and in JSON', async () => {
  const cwd = folderOf()
  await fc.assert(
    fc.asyncProperty(tables, async (table) => {
      const written = stringify(table)
      const toml = await outcomeOf(cwd, 'handrail.toml', written)
      // In the order of the file, which is not that of the table.
      const json = await outcomeOf(cwd, 'handrail.json', JSON.stringify(parse(written)))
      if (Array.isArray(toml) || Array.isArray(json)) {
        const sentences = (lines: unknown) =>
          Array.isArray(lines) ? lines.map((line) => line.replace(/^.*?: Expected/, '')).sort() : lines
        expect(sentences(toml)).toEqual(sentences(json))
      } else {
        const [{ ladder, ...options }, { ladder: other, ...others }] = [toml.options, json.options]
        expect(options).toEqual(others)
        expect(ladder?.tokens()).toEqual(other?.tokens())
        expect(toml.given).toEqual(json.given)
      }
    }),
    { numRuns: 300 },
  )
})
