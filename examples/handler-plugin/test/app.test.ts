import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { discoverHandlers, loadConfig } from '@handrail/core/node'
import { describe, expect, onTestFinished, test } from 'vitest'

const example = join(import.meta.dirname, '..')

/** A copy of the example, so that tests at the same time do not write into one ledger. */
function copied(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'handrail-example-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(example, folder, {
    recursive: true,
    filter: (file) => !/[\\/](?:node_modules|ledger|test)$/.test(file),
  })
  const modules = join(example, 'node_modules')
  cpSync(modules, join(folder, 'node_modules'), { recursive: true, filter: (file) => file === modules })
  for (const name of ['@handrail', 'zod'])
    symlinkSync(realpathSync(join(modules, name)), join(folder, 'node_modules', name), 'junction')
  symlinkSync(join(folder, 'plugin'), join(folder, 'node_modules/example-handlers'), 'junction')
  return folder
}

function run(...args: string[]) {
  return spawnSync(process.execPath, ['main.ts', ...args], { cwd: copied(), encoding: 'utf8' })
}

describe('the example', () => {
  test('offers two handlers, and one of them needs to be told an address', async () => {
    const { handlers, skipped } = await discoverHandlers({ cwd: example, onSkipped: () => {} })
    expect(handlers.map(({ name, package: from }) => `${name} of ${from}`)).toEqual([
      'terminal of example-handlers',
    ])
    expect(skipped).toEqual([
      {
        package: 'example-handlers',
        name: 'webhook',
        why: 'Error: set HANDRAIL_WEBHOOK_URL to the address that is asked about calls',
      },
    ])
    await expect(loadConfig({ cwd: example, file: 'webhook.toml' })).rejects.toThrow(
      /webhook\.toml:2:11: Expected `handler` to be one that loads, got "webhook": .* set HANDRAIL_WEBHOOK_URL/,
    )
  })

  test('asks a web service, and does as it says', () => {
    const { stdout, stderr, status } = run('webhook')
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
    expect(stdout).toContain('The handler is `webhook` of the package example-handlers.')
    expect(stdout).toContain('cancel_order: withheld, because the webhook rejected the call')
    expect(stdout).toContain('refund_payment: ran, because the webhook approved the call')
    expect(stdout).toContain('The ledger holds 4 calls.')
  })

  test('lets every call run where there is no terminal', () => {
    const { stdout, stderr, status } = run('terminal')
    expect({ stderr, status }).toEqual({
      stderr: 'handrail: there is no terminal to ask on, so every call runs and is recorded\n',
      status: 0,
    })
    expect(stdout.match(/: ran, because there is no terminal to ask on/g)).toHaveLength(2)
  })

  const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux')
  test.skipIf(!hasScript)('asks a person on a real terminal', async () => {
    const command = `"${process.execPath}" main.ts terminal`
    const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: copied() })
    const answers = ['n\r', 'what?\r', 'y\r']
    let shown = ''
    let asked = 0
    child.stdout.on('data', (chunk) => {
      shown += chunk
      while (shown.split('Run it? [y]es, [n]o: ').length - 1 > asked)
        child.stdin.write(answers[asked++] ?? 'y\r')
    })
    const status = await new Promise((resolve) => child.once('close', resolve))
    expect(shown).toContain('order_id = "#W8732376"')
    expect(shown).toContain('from the tool get_user, $.orders[0].id')
    expect(shown).toContain('cancel_order: withheld, because a person rejected the call on the terminal')
    expect(shown).toContain('refund_payment: ran, because a person approved the call on the terminal')
    expect(status).toBe(0)
  })

  test.skipIf(!hasScript)('ends on Ctrl+C while it asks', async () => {
    const command = `"${process.execPath}" main.ts terminal`
    const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: copied() })
    let shown = ''
    let interrupted = false
    child.stdout.on('data', (chunk) => {
      shown += chunk
      if (interrupted || !shown.includes('Run it?')) return
      interrupted = true
      child.stdin.write('\u0003')
    })
    const status = await new Promise((resolve) => child.once('close', resolve))
    expect(status).toBe(130)
    expect(shown).not.toContain('What took effect')
  })
})
