import { globSync, readFileSync } from 'node:fs'
import { basename, relative } from 'node:path'
import { defineConfig } from 'tsup'

/** What of a package.json decides what is built. */
interface Manifest {
  readonly exports: Record<string, string>
  readonly bin?: Record<string, string>
}

// One build for every package, run from the package's folder: each entry of `exports` and of `bin` in its package.json is an
// entry of the build.
const { exports, bin = {} } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
const entries = [...Object.values(exports), ...Object.values(bin)].filter((file) => file.endsWith('.ts'))
const named = (file: string) => [relative('src', file).replace(/\.ts$/, ''), file]
// What is started as a thread is a file of its own, beside the others, so that all of them find it at `./worker.js`.
const threads = globSync('src/*/worker.ts').map((file) => [basename(file, '.ts'), file])

export default defineConfig({
  entry: Object.fromEntries([...entries.map(named), ...threads]),
  format: 'esm',
  dts: { entry: Object.fromEntries(entries.map(named)) },
  clean: true,
  sourcemap: true,
  target: 'node22',
})
