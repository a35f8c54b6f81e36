import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const src = join(root, 'src')
const { exports, dependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as {
  readonly exports: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>
}
const all = [...Object.keys(dependencies), ...Object.keys(peerDependencies)]
const always = all.filter((name) => !peerDependenciesMeta[name]?.optional)

/** What a file imports, types included: a user's compiler reads them too. */
function importsOf(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gms,
  )
  return [...found].map(([, from = '']) => from)
}

/** The packages that an entry point needs, in itself or in what it imports. */
function packagesOf(entry: string): string[] {
  const files = new Set([join(root, entry)])
  const packages = new Set<string>()
  // A set hands out what is added to it on the way.
  for (const file of files)
    for (const from of importsOf(file)) {
      if (from.startsWith('.')) files.add(join(dirname(file), from))
      else packages.add(/^(?:@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from)
    }
  return [...packages].sort()
}

test('whoever has only the required packages can use the root entry point', () => {
  expect(always).toEqual(['@handrail/core', '@langchain/core'])
  expect(packagesOf(exports['.'] ?? '')).toEqual(always)
})

test.each(Object.entries(exports).filter(([, file]) => file.endsWith('.ts')))(
  '%s needs nothing but dependencies and peers',
  (_, file) => {
    expect(all).toEqual(expect.arrayContaining(packagesOf(file)))
  },
)

// Beside `tsc -p tsconfig.portable.json`, which refuses the globals of Node: an import brings types of its own.
test.each(readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')))(
  '%s needs nothing of Node, and imports in no hidden way',
  (file) => {
    expect(importsOf(join(src, file)).filter((from) => from.startsWith('node:'))).toEqual([])
    const text = readFileSync(join(src, file), 'utf8')
    expect(text).not.toMatch(/\b(?:require|import)\s*\(/)
    expect(text).not.toMatch(/\bprocess\b\s*[.?[]|\bBuffer\b|\b__dirname\b/)
  },
)
