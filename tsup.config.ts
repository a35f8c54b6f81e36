import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

// One build for every package, run from the package's folder: each entry of `exports` in its package.json is an entry of the build.
const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, string> }

export default defineConfig({
  entry: Object.values(exports).filter((file) => file.endsWith('.ts')),
  format: 'esm',
  dts: true,
  clean: true,
  sourcemap: true,
  target: 'node22',
})
