import { z } from 'zod'
import { show } from '../../errors.ts'
import type { End } from './document.ts'
import { didYouMean } from './nearest.ts'
import type { Path } from './place.ts'
import { configSchema } from './schema.ts'

/** Something wrong in a configuration file. */
export interface Problem {
  readonly path: Path
  readonly end: End
  readonly sentence: string
}

/** What the schema finds wrong. */
export function problemsOf(value: unknown): Problem[] {
  const { error } = configSchema.safeParse(value)
  const seen = (error?.issues ?? []).flatMap((issue) => problemsOfIssue(issue, value))
  const told = new Set(seen.map(({ path }) => JSON.stringify(path)))
  return [...seen, ...unseen(value).filter(({ path }) => !told.has(JSON.stringify(path)))]
}

function problemsOfIssue(issue: z.core.$ZodIssue, root: unknown): Problem[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol')
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(path)
    const expectation = `to have no keys but ${known.join(', ')}`
    return issue.keys.map((key) => ({
      path: [...path, key],
      end: 'key',
      sentence: sentenceOf(path, expectation, key, known),
    }))
  }
  const got = path.reduce<unknown>(
    (value, part) => (value as Record<string, unknown> | undefined)?.[part],
    root,
  )
  const known = issue.code === 'invalid_value' ? issue.values.map(String) : []
  const expectation = known.length > 0 ? `to be one of ${known.join(', ')}` : issue.message
  return [{ path, end: 'value', sentence: sentenceOf(path, expectation, got, known) }]
}

/** `Expected ... to be ..., got ....`, and the nearest of the known names. */
export function sentenceOf(path: Path, expectation: string, got: unknown, known: readonly string[]): string {
  return `Expected ${fieldOf(path)} ${expectation}, got ${show(got)}.${didYouMean(got, known)}`
}

/** A key with those above it, as a message names it. */
export function fieldOf(path: Path): string {
  const parts = path.map((part) => (/^[\w$-]{1,80}$/.test(String(part)) ? part : show(String(part))))
  return parts.length > 0 ? `\`${parts.join('.')}\`` : 'the configuration'
}

/** The keys that the table at a path may have. */
export function keysAt(path: Path): string[] {
  let schema: unknown = configSchema
  for (const part of path) {
    while (schema instanceof z.ZodOptional) schema = schema.unwrap()
    if (schema instanceof z.ZodRecord) schema = schema.valueType
    else if (schema instanceof z.ZodObject) schema = schema.shape[part]
  }
  while (schema instanceof z.ZodOptional) schema = schema.unwrap()
  return schema instanceof z.ZodObject ? Object.keys(schema.shape).filter((key) => key !== '$schema') : []
}

/**
 * What Zod passes over: keys called `__proto__`, so that a tool of that name would lose its traits, and the dates of TOML,
 * which it takes for tables. Rungs may have any name.
 */
function unseen(root: unknown): Problem[] {
  const found: Problem[] = []
  const stack: { readonly value: unknown; readonly path: Path }[] = [{ value: root, path: [] }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { value, path } = next
    if (typeof value !== 'object' || value === null) continue
    if (value instanceof Date)
      found.push({
        path,
        end: 'value',
        sentence: `Expected ${fieldOf(path)} to be no date, got ${show(value)}.`,
      })
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key]
      if (key === '__proto__' && path.length > 0 && path[0] !== 'intervention')
        found.push({
          path: at,
          end: 'key',
          sentence: `Expected ${fieldOf(path)} to have other keys than \`__proto__\`.`,
        })
      stack.push({ value: inner, path: at })
    }
  }
  return found
}
