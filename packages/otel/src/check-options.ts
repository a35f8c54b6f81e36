import { HandrailError } from '@handrail/core'
import type { OtelSinkOptions } from './otel-sink.ts'

type Checks = {
  readonly [Name in keyof Required<OtelSinkOptions>]: readonly [string, (value: unknown) => boolean]
}

const checks: Checks = {
  span: ['to be one of auto, own, none', (value) => ['auto', 'own', 'none'].includes(value as string)],
  tools: [
    'to be a list of names',
    (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  ],
  tracerProvider: ['to have a method `getTracer`', (value) => has(value, 'getTracer')],
  meterProvider: ['to have a method `getMeter`', (value) => has(value, 'getMeter')],
  loggerProvider: [
    'to be false, or to have a method `getLogger`',
    (value) => value === false || has(value, 'getLogger'),
  ],
}

/**
 * Checks the options of a sink.
 *
 * @throws HandrailError `INVALID_OPTION` when one is unknown or not what it should be.
 */
export function checkOptions(options: OtelSinkOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new HandrailError('INVALID_OPTION', 'Expected the options of `otelSink` to be an object.')
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, name))
      throw new HandrailError(
        'INVALID_OPTION',
        `Expected the options of \`otelSink\` to be among ${Object.keys(checks).join(', ')}, got ${JSON.stringify(name)}.`,
      )
    const [expectation, holds] = checks[name as keyof Checks]
    if (value !== undefined && !holds(value))
      throw new HandrailError('INVALID_OPTION', `Expected \`${name}\` of \`otelSink\` ${expectation}.`)
  }
}

function has(value: unknown, method: string): boolean {
  return typeof (value as Record<string, unknown> | null)?.[method] === 'function'
}
