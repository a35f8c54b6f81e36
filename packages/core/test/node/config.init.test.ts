import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { BASE_INTERVENTIONS, createGuard, DEFAULT_POLICY } from '../../src/index.ts'
import { configJsonSchema, initToml } from '../../src/node.ts'
import { loaded } from './loaded.ts'

const uncommented = initToml().replaceAll(/^#(?! )/gm, '')

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly description?: string
}

/** Every key that a schema knows, with those above it; `*` stands for a name. */
function keysOf({ properties, additionalProperties }: Schema, above = ''): string[] {
  const inner = Object.entries(properties ?? {}).flatMap(([key, schema]) => [
    `${above}${key}`,
    ...keysOf(schema, `${above}${key}.`),
  ])
  const isTable = typeof additionalProperties === 'object' && additionalProperties.properties !== undefined
  return isTable ? [...inner, ...keysOf(additionalProperties, `${above}*.`)] : inner
}

function keysIn(value: object, above = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const isName = above === 'tools.' || above === 'intervention.'
    const path = `${above}${isName ? '*' : key}`
    const isTable = typeof inner === 'object' && !Array.isArray(inner) && !/\.(args|input_schema)$/.test(path)
    return isTable ? [...(isName ? [] : [path]), ...keysIn(inner, `${path}.`)] : [path]
  })
}

describe('a new handrail.toml', () => {
  test('changes nothing', async () => {
    const { options, ledger, given, notices } = await loaded(initToml())
    expect(Object.values(options).every((table) => Object.keys(table).length === 0)).toBe(true)
    expect({ ledger, given, notices }).toEqual({ ledger: undefined, given: [], notices: [] })
    expect(createGuard(options).handlers.names()).toEqual(createGuard().handlers.names())
  })

  test('shows the defaults: with every setting put in force, they are what is built in', async () => {
    const { options, ledger, notices } = await loaded(uncommented)
    const { onHighConfidence, onLowConfidence, onNone, floor, ceiling } = DEFAULT_POLICY
    expect(options).toMatchObject({
      handler: 'observe',
      handlerTimeoutMs: 30_000,
      maxActuations: 20,
      trustAnnotations: false,
      policy: { onHighConfidence, onLowConfidence, onNone, floor, ceiling },
      ceilings: { write: 'WARN', destructive: 'BLOCK' },
      repeat: { write: 'dispatch', destructive: 'hold' },
    })
    expect(options.ladder?.tokens()).toEqual([...BASE_INTERVENTIONS.tokens(), 'NUDGE'])
    expect(ledger).toMatchObject({ values: 'digest', keyEnv: 'HANDRAIL_LEDGER_KEY' })
    expect(notices).toEqual([])
    createGuard(options)
  })

  test('can be changed a setting at a time', async () => {
    const lines = initToml().split('\n')
    let table = ''
    for (const [at, line] of lines.entries()) {
      if (/^#?\[/.test(line)) table = line.replace(/^#/, '')
      if (!/^#\w/.test(line)) continue
      // A setting of a table that is commented out needs the table, and a rung its rank.
      const needed = table.includes('intervention') && !line.includes('rank') ? `${table}\nrank = 15` : table
      await loaded(`${needed}\n${lines[at]?.slice(1)}`.replace(/^\n/, ''))
    }
  })

  test('explains every key in a sentence', () => {
    const schema = configJsonSchema() as Schema
    const keys = keysOf(schema).filter((key) => key !== '$schema')
    expect(keysIn(parse(uncommented)).sort()).toEqual(keys.sort())
    const lines = initToml().split('\n')
    const unexplained = lines.filter((line, at) => /^#\w/.test(line) && !/^(#|\[)/.test(lines[at - 1] ?? ''))
    expect(unexplained).toEqual([])
  })
})

describe('the JSON Schema of the configuration', () => {
  test('is that of the package', () => {
    const file = join(import.meta.dirname, '../../handrail.schema.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(configJsonSchema())
  })

  test('describes every key', () => {
    const undescribed = (schema: Schema, path: string): string[] => [
      ...(schema.description || schema.properties ? [] : [path]),
      ...Object.entries(schema.properties ?? {}).flatMap(([key, inner]) =>
        undescribed(inner, `${path}.${key}`),
      ),
    ]
    expect(undescribed(configJsonSchema() as Schema, '')).toEqual([])
  })

  test('knows the keys that the README tells of', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
    const table = readme.slice(readme.indexOf('## Configuration file'), readme.indexOf('## Handler plug-ins'))
    const told = new Set(table.match(/[a-z_]+/g))
    const keys = keysOf(configJsonSchema() as Schema).map((key) => key.split('.').at(-1) ?? '')
    expect(keys.filter((key) => key !== '$schema' && !told.has(key))).toEqual([])
  })
})
