import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// Beside `tsc -p tsconfig.portable.json`, which refuses the globals of Node: an import brings types of its own.

const src = join(import.meta.dirname, '../src')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))

test.each(files)('%s imports the core, the SDK and its neighbours, and needs nothing of Node', (file) => {
  const text = readFileSync(join(src, file), 'utf8')
  for (const [, from] of text.matchAll(/^(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?'([^']+)'/gms))
    expect(from).toMatch(/^(?:@handrail\/core|ai|\.\/[\w-]+\.ts)$/)
  expect(text).not.toMatch(/\b(?:require|import)\s*\(/)
  expect(text).not.toMatch(/\bprocess\b\s*[.?[]|\bBuffer\b|\b__dirname\b/)
})
