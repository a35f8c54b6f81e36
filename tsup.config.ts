import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

/** What of a package.json decides what is built. */
interface Manifest {
  readonly exports: Record<string, string>
  readonly bin?: Record<string, string>
}

// One build for every package, run from the package's folder: each entry of `exports` and of `bin` in its package.json is an
// entry of the build.
const { exports, bin = {} } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest

export default defineConfig({
  entry: [...Object.values(exports), ...Object.values(bin)].filter((file) => file.endsWith('.ts')),
  format: 'esm',
  dts: true,
  clean: true,
  sourcemap: true,
  target: 'node22',
})
