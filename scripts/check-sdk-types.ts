// Type-checks the sources of the adapter for the AI SDK, and a test of their types, with the types of every version of
// the SDK that the adapter's package.json names. The latest one is checked with everything else.
import { execFile } from 'node:child_process'
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { promisify } from 'node:util'

const folder = 'packages/ai-sdk'
const run = promisify(execFile)
const { devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>
}

const linesOf = (text: string) => text.split(/\r?\n/).filter((line) => line !== '')

async function check(name: string): Promise<string> {
  const declarations = `./node_modules/${name}/dist/index.d.ts`
  const config = join(folder, `.tsconfig.${name}.json`)
  const contents = {
    extends: '../../tsconfig.base.json',
    compilerOptions: { paths: { ai: [declarations] } },
    include: ['src', 'test/types.both.test.ts'],
  }
  writeFileSync(config, JSON.stringify(contents))
  try {
    const { stdout } = await run('tsc', ['-p', config, '--listFiles'], {
      shell: process.platform === 'win32',
    })
    const read = linesOf(stdout).filter((file) => /[\\/]ai[\\/]dist[\\/]index\.d\.ts$/.test(file))
    const expected = realpathSync(join(folder, declarations))
    if (read.length !== 1 || realpathSync(read[0] ?? '') !== expected)
      throw new Error(`Expected tsc to read ${expected}, it read ${read.join(', ') || 'nothing'}.`)
    return name
  } catch (error) {
    const { message, stdout = '' } = error as { message: string; stdout?: string }
    const found = linesOf(stdout).filter((line) => !isAbsolute(line)) // the rest are the names of files
    throw new Error(`With ${name}: ${found.join('\n') || message}`)
  } finally {
    rmSync(config)
  }
}

const names = Object.keys(devDependencies).filter((name) => /^ai-\d/.test(name))
const results = await Promise.allSettled(names.map(check))
for (const result of results)
  if (result.status === 'fulfilled') console.log(`The adapter's types hold with ${result.value}.`)
  else console.error(result.reason.message)
if (results.length === 0 || results.some(({ status }) => status === 'rejected')) process.exitCode = 1
