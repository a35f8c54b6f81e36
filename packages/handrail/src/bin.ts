#!/usr/bin/env node
// An older Node fails on the first import with a sentence that helps nobody: this file must load in any.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(`handrail: Expected Node 22.12 or later, got ${process.versions.node}: install a newer one.`)
  process.exitCode = 2
} else {
  // Compiling what we load is a third of a short run; Node keeps the result in the folder for temporary files.
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  const { main } = await import('./main.ts')
  await main(process.argv.slice(2))
}
