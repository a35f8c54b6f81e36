import { join } from 'node:path'
import { EdgeVM } from '@edge-runtime/vm'
import { build } from 'esbuild'
import { describe, expect, inject, test } from 'vitest'
import { hosts } from './support/host.ts'
import { major } from './support/sdk.ts'

/** The program and everything that it imports, in one script. A Node built-in cannot be bundled, and fails the build. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: join(import.meta.dirname, '..'),
    entryPoints: ['test/support/edge-app.ts'],
    alias: { ai: inject('sdk') },
    conditions: ['edge-light', 'worker', 'browser'],
    mainFields: ['browser', 'module', 'main'],
    platform: 'neutral',
    format: 'iife',
    globalName: 'app',
    bundle: true,
    logLevel: 'error',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

describe('in an edge runtime, which has nothing of Node', async () => {
  const vm = new EdgeVM()
  vm.evaluate(await bundle())

  test('there is no `process`, no `Buffer` and no `require`', () => {
    expect(vm.evaluate('[typeof process, typeof Buffer, typeof require].join()')).toBe(
      'undefined,undefined,undefined',
    )
  })

  test.each(Object.keys(hosts))('a call is warned about, and one is withheld: %s', async (host) => {
    for (const approval of [false, true]) {
      const played = await vm.evaluate(`app.play('${host}', ${approval}).then(JSON.stringify)`)
      const { ran, read, withheld } = JSON.parse(played)
      expect(ran).toEqual(['update_order'])
      expect(read).toEqual([
        expect.stringMatching(/^1\n\n\[handrail\] WARN: /),
        expect.stringMatching(/^\[handrail\] BLOCK: /),
      ])
      expect(withheld).toBe(major < 7 || !approval)
    }
  })
})
