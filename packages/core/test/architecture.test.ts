import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, test } from 'vitest'

const src = join(import.meta.dirname, '../src')

/** Data flows down this list and never back. */
const order = [
  'transcript',
  'evidence',
  'provenance',
  'intervention',
  'enforcement',
  'guard',
  'ledger',
  'testing',
  'node',
]

/** Pure types and constants that everybody may use, and the entry points that only pass things on. */
const everywhere = new Set(['intervention/vocabulary', 'errors', 'note-marker', 'transcript'])
const entryPoints = new Set(['index', 'testing', 'node'])

/** What the core depends on. */
const dependencies = new Set(['smol-toml', 'zod'])
/** What its entry for Node.js depends on besides. */
const ofNode = new Set(['fastest-levenshtein', 'jsonc-parser', 'toml-eslint-parser'])

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.split(sep).join('/'))

/** What a file imports, types included. */
function importsOf(file: string): { readonly from: string }[] {
  const text = readFileSync(join(src, file), 'utf8')
  const found = text.matchAll(/^(?:import|export)\s[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'/gms)
  return [...found].map((match) => ({ from: match[1] ?? match[2] ?? '' }))
}

const moduleOf = (file: string, from: string) =>
  relative(src, resolve(src, dirname(file), from))
    .split(sep)
    .join('/')
    .replace(/\.ts$/, '')
const folderOf = (name: string) => name.split('/')[0] ?? ''

describe('the folders of the core', () => {
  test.each(files)('%s imports only from its own folder and those above it', (file) => {
    const own = order.indexOf(folderOf(file.replace(/\.ts$/, '')))
    for (const { from } of importsOf(file).filter((each) => each.from.startsWith('.'))) {
      expect(from, 'relative imports end in .ts').toMatch(/\.ts$/)
      const target = moduleOf(file, from)
      expect(target, 'nothing outside of the sources').not.toMatch(/^\.\./)
      if (everywhere.has(target) || (entryPoints.has(file.replace(/\.ts$/, '')) && !file.includes('/')))
        continue
      const folder = order.indexOf(folderOf(target))
      expect(folder, `${file} -> ${target}`).toBeGreaterThanOrEqual(0)
      if (own >= 0) expect(folder, `${file} -> ${target}`).toBeLessThanOrEqual(own)
      else expect.fail(`${file} is a file of its own and may import only ${[...everywhere].join(', ')}`)
    }
  })

  test.each(files)('%s knows no framework, and nothing of Node.js', (file) => {
    const foreign = importsOf(file).filter(({ from }) => !from.startsWith('.') && !dependencies.has(from))
    const isForNode = file === 'node.ts' || file.startsWith('node/')
    for (const { from } of foreign)
      expect(isForNode && (from.startsWith('node:') || ofNode.has(from)), from).toBe(true)
    if (isForNode) return
    const text = readFileSync(join(src, file), 'utf8')
    expect(text).not.toMatch(/\b(?:require|import)\s*\(\s*['"`]/)
    expect(text).not.toMatch(/\bprocess\.|\bBuffer\b|\b__dirname\b/)
  })

  test.each(files.filter((file) => /(?:^|\/)index\.ts$/.test(file) || file === 'testing.ts'))(
    '%s holds export lists and nothing else',
    (file) => {
      const text = readFileSync(join(src, file), 'utf8')
      const rest = text.replaceAll(/^export (?:type )?\{[^}]*\} from '[^']+'\n?/gm, '').trim()
      expect(rest).toBe('')
    },
  )
})
