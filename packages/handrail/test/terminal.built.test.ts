import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { bin, cleanEnv, emptyFolder, ended, handrail } from './support/run.ts'
import { WEAK } from './support/traces.ts'

const ESCAPE = '\u001b'
const hasScript = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0

/** Runs it in a terminal of 80 columns. What it prints on stdout and stderr comes together, as on a screen. */
function onTerminal(args: string, env: Readonly<Record<string, string>> = {}) {
  const command = `stty cols 80; '${process.execPath}' '${bin()}' ${args}`
  return ended('script', ['-qec', command, '/dev/null'], { env: { TERM: 'xterm-256color', ...env } })
}

/** A file that takes a second or more to read. */
function longFile(folder: string, megabytes: number): string {
  const file = join(folder, 'long.jsonl')
  const text = readFileSync(WEAK)
  const handle = openSync(file, 'w')
  for (let written = 0; written < megabytes * 1e6; written += text.length) writeSync(handle, text)
  closeSync(handle)
  return file
}

describe.skipIf(!hasScript)('on a terminal', () => {
  test('uses colours, unless they are not wanted', async () => {
    const [coloured, plain, dumb] = [
      await onTerminal(`explain '${WEAK}' 'weak/shop-placeholder#4'`),
      await onTerminal(`explain '${WEAK}' 'weak/shop-placeholder#4'`, { NO_COLOR: '1' }),
      await onTerminal(`explain '${WEAK}' 'weak/shop-placeholder#4'`, { TERM: 'dumb' }),
    ]
    expect(coloured.stdout).toContain(`${ESCAPE}[31m✗     payment_id`)
    expect(plain.stdout).toContain('✗     payment_id')
    expect(plain.stdout + dumb.stdout).not.toContain(ESCAPE)
  })

  test('keeps to the width of the terminal', async () => {
    const { stdout } = await onTerminal(`replay '${WEAK}'`, { NO_COLOR: '1' })
    const tables = stdout
      .replaceAll('\r', '')
      .split('\n\n')
      .filter((part) => /^(?:What each|Tools that)/.test(part))
    expect(tables).toHaveLength(2)
    for (const line of tables.join('\n').split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('shows how far long work has come, and takes the bar away', async () => {
    const file = longFile(await emptyFolder(), 2)
    const { code, stdout } = await onTerminal(`replay '${file}' --json --workers 0 > /dev/null`)
    expect(code).toBe(0)
    expect(stdout).toMatch(/Replaying [█░]+ \d+%/)
    expect(stdout).toMatch(/[\d.]+ [kM]B of 2\.\d MB {2}[\d,]+ calls/)
    // The last thing it does is to clear the line.
    expect(stdout.slice(stdout.lastIndexOf('calls'))).toContain(`${ESCAPE}[0K`)
    expect(stdout).not.toContain(`${ESCAPE}[?25l`)
  })
})

test('shows neither colours nor a bar where nobody watches', async () => {
  const file = longFile(await emptyFolder(), 1)
  const { code, stdout, stderr } = await handrail(['replay', file, '--workers', '0'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).not.toContain(ESCAPE)
})

test('uses colours in a pipe where they are asked for', async () => {
  const args = ['explain', WEAK, 'weak/shop-placeholder#4']
  const said = [{ FORCE_COLOR: '1' }, { FORCE_COLOR: '0' }, { CI: '1' }] as Record<string, string>[]
  const shown = await Promise.all(said.map(async (env) => (await handrail(args, { env })).stdout))
  expect(shown.map((stdout) => stdout.includes(ESCAPE))).toEqual([true, false, false])
})

test('ends when it is interrupted, and leaves no half of a file', async () => {
  const cwd = await emptyFolder()
  const file = longFile(cwd, 20)
  const args = [bin(), 'report', file, '-o', 'page.html']
  const child = spawn(process.execPath, args, { cwd, env: cleanEnv(), stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  // The handler is there before anything is read.
  setTimeout(() => child.kill('SIGINT'), 1_500)
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect({ code, stderr }).toEqual({ code: 130, stderr: 'handrail: Interrupted.\n' })
  expect(readdirSync(cwd)).toEqual(['long.jsonl'])
})

describe('what is loaded', () => {
  let hooks: string
  beforeAll(async () => {
    hooks = `data:text/javascript,${encodeURIComponent(`
      import { registerHooks } from 'node:module'
      registerHooks?.({ load(url, context, next) { process.stderr.write(url + '\\n'); return next(url, context) } })
    `)}`
  })

  async function loadedBy(...args: string[]): Promise<string[]> {
    const { stderr } = await ended(process.execPath, ['--import', hooks, bin(), ...args])
    return stderr.split('\n').filter((line) => line.startsWith('file:'))
  }

  test('is next to nothing for a help, so that it answers at once', async () => {
    const loaded = await loadedBy('replay', '--help')
    expect(loaded.length).toBeGreaterThan(3)
    expect(
      loaded.filter((url) => /\/(?:zod|eval|core|cli-table3|cli-progress|string-width)\//.test(url)),
    ).toEqual([])
    expect(existsSync(bin())).toBe(true)
  })
})
