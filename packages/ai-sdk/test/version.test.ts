import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import * as ai from 'ai'
import { expect, inject, test, vi } from 'vitest'
import { z } from 'zod'
import { isAi6 } from '../src/is-ai-6.ts'
import { hosts } from './support/host.ts'
import { major, version } from './support/sdk.ts'

interface Manifest {
  readonly version: string
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(createRequire(import.meta.url).resolve(name), 'utf8')) as Manifest
}

test(`the tests run on ai ${version}`, async () => {
  expect(version).toBe(manifestOf(`${inject('sdk')}/package.json`).version)
  expect('MockLanguageModelV4' in (await import('ai/test'))).toBe(major >= 7)
})

test('so do the sources', async () => {
  // They get this module too, if they get the version of the SDK that the tests get.
  const asSchema = vi.fn(ai.asSchema)
  vi.resetModules()
  vi.doMock('ai', () => ({ ...ai, asSchema }))
  const { guardTools } = await import('../src/index.ts')
  vi.doUnmock('ai')
  const tools = { cancel_order: ai.tool({ inputSchema: z.object({ id: z.string() }), execute: () => 1 }) }
  const options = { toolCallId: 'c', messages: [], context: {} } as never
  await guardTools(tools, { handler: 'enforce' }).cancel_order.execute({ id: 'O-1' }, options)
  expect(asSchema).toHaveBeenCalled()
})

test('the floors of the peer range are the versions that the tests run on', () => {
  const { peerDependencies, devDependencies } = manifestOf('../package.json')
  const floors = ['ai-6-floor', 'ai-7-floor'].map((name) => devDependencies[name]?.replace('npm:ai@', '^'))
  expect(peerDependencies.ai).toBe(floors.join(' || '))
})

test('what `execute` is told still tells ai 6 from ai 7', async () => {
  for (const play of Object.values(hosts)) {
    const execute = vi.fn((_input: object, _options: object) => 1)
    const tools = { get_time: ai.tool({ inputSchema: z.object({}), execute }) }
    await play([[{ id: 'c', tool: 'get_time', args: {} }]], tools)
    expect(execute.mock.calls.map(([, options]) => isAi6(options))).toEqual([major < 7])
  }
})
