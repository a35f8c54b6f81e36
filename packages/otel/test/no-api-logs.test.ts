import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const here = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'handrail-otel-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What an app does whose only packages are ours, the API and the SDK for spans. */
const app = `
import { createGuard } from '@handrail/core'
import { trace } from '@opentelemetry/api'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { otelSink } from './src/index.ts'

const missing = await import('@opentelemetry/api-logs').then(() => 'installed', (error) => error.code)
process.on('unhandledRejection', (error) => { throw error })
const exporter = new InMemorySpanExporter()
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }))
const guard = createGuard({ onRecord: otelSink({ span: 'own' }) })
const decide = () => {
  const call = { toolCallId: 'c', toolName: 'cancel_order', args: { order_id: 'W9999999' } }
  const assessment = guard.assess(call, guard.corpus())
  return guard.record(assessment, guard.propose(assessment), { intervention: 'OBSERVE', dispatched: true })
}
const first = decide()
await new Promise((resolve) => setTimeout(resolve, 50))
const second = decide()
console.log(JSON.stringify({ missing, faults: [...first.faults, ...second.faults], spans: exporter.getFinishedSpans().length }))
`

test('decisions reach spans where @opentelemetry/api-logs is not installed', () => {
  cpSync(join(here, 'src'), join(folder, 'src'), { recursive: true })
  for (const name of ['@handrail/core', '@opentelemetry/api', '@opentelemetry/sdk-trace']) {
    const link = join(folder, 'node_modules', name)
    mkdirSync(join(link, '..'), { recursive: true })
    symlinkSync(realpathSync(join(here, 'node_modules', name)), link, 'junction')
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'main.ts'), app)
  const printed = execFileSync(process.execPath, ['main.ts'], { cwd: folder, encoding: 'utf8' })
  expect(JSON.parse(printed)).toEqual({ missing: 'ERR_MODULE_NOT_FOUND', faults: [], spans: 2 })
})
