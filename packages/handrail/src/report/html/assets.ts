import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Later sheets outweigh earlier ones. */
const sheets = ['tokens', 'base', 'header', 'tables', 'charts', 'conversation', 'call', 'print']

/** What the page brings along: its style, and what it does. */
export interface Assets {
  readonly style: string
  readonly script: string
}

let known: Assets | undefined

/**
 * The style and the script of the page, as they stand in `src/report/page`. The package holds its sources, so that they
 * are found by the package's own name, whether this runs from the sources or from the build.
 */
export function pageAssets(): Assets {
  known ??= { style: sheets.map((name) => read(`${name}.css`)).join('\n'), script: read('page.js') }
  return known
}

function read(name: string): string {
  const root = dirname(createRequire(import.meta.url).resolve('handrail/package.json'))
  return readFileSync(join(root, 'src/report/page', name), 'utf8')
}
