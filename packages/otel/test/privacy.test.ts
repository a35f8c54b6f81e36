import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mintedValue } from '../../core/test/support/arbitraries.ts'
import { otelSink } from '../src/index.ts'
import { decide } from './support/records.ts'
import { createSdk } from './support/sdk.ts'

const idLike = mintedValue.filter((value) => /\d{3}|@/.test(value) && value.length >= 4)

test('no value that a model made up leaves the process, not even as the name of an argument', async () => {
  await fc.assert(
    fc.asyncProperty(idLike, fc.constantFrom('order_id', 'x'), async (value, name) => {
      const { tracerProvider, loggerProvider, meterProvider, ...sdk } = createSdk()
      const sink = otelSink({ span: 'own', tracerProvider, loggerProvider, meterProvider })
      const args = { [name]: value, [value]: value, [`id_${value}`]: [value], nested: { [value]: value } }
      decide({ sink, args, outcome: { fault: `could not send ${value}` } })
      const written = [
        sdk.spans().map(({ attributes, name }) => [attributes, name]),
        sdk.logs().map(({ attributes, body }) => [attributes, body]),
        (await sdk.points('handrail.decisions')).map(({ attributes }) => attributes),
      ]
      expect(JSON.stringify(written)).not.toContain(JSON.stringify(value).slice(1, -1))
    }),
    { numRuns: 200 },
  )
})

test('a name is given as it is, and what is no name in its shape', () => {
  const { loggerProvider, ...sdk } = createSdk()
  const args = {
    order_id: 'W9999999',
    'mia.9@example.com': 'W7777777',
    W5555555: 'W5555555',
    W4444444: 'W3333333',
    größe_id: 'A-4711-77',
  }
  decide({ sink: otelSink({ loggerProvider }), args })
  const names = sdk.logs()[0]?.attributes['handrail.decision.unsupported']
  expect(names).toEqual(expect.arrayContaining(['order_id', 'xxx.#@xxxxxxx.xxx']))
  expect(JSON.stringify(names)).not.toMatch(/5555555|4444444/)
})

test('names are bounded, in length and number', () => {
  const { loggerProvider, ...sdk } = createSdk()
  const args = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`id${index}`, `W${9_000_000 + index}`]),
  )
  const [toolName, toolCallId] = ['cancel_'.repeat(1_000), 'c'.repeat(10_000)]
  decide({ sink: otelSink({ loggerProvider }), args, toolName, toolCallId })
  const [log] = sdk.logs()
  expect(log?.attributes['handrail.decision.unsupported']).toHaveLength(32)
  expect(JSON.stringify([log?.attributes, log?.body]).length).toBeLessThan(4_000)
})
