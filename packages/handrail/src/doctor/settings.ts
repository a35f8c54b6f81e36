import type { HandrailConfig } from '@handrail/core/node'

/** A setting, and who says so. */
export interface Setting {
  /** As the file writes it: `policy.ceiling`. */
  readonly key: string
  readonly value: string
  readonly from: 'file' | 'built in'
}

const BUILT_IN: Readonly<Record<string, string>> = {
  handler: 'observe',
  handler_timeout_ms: '30000',
  max_actuations: '20',
  trust_annotations: 'false',
  'policy.on_high_confidence': 'BLOCK',
  'policy.on_low_confidence': 'WARN',
  'policy.on_none': 'OBSERVE',
  'policy.floor': 'WARN',
  'policy.ceiling': 'BLOCK',
  'ceilings.write': 'WARN',
  'ceilings.destructive': 'BLOCK, or DEFER where policy.ceiling is DEFER',
  'repeat.write': 'dispatch',
  'repeat.destructive': 'hold',
}

/** Every setting that has one value, and the others that the file gives. */
export function settingsOf({ options, ledger, given }: HandrailConfig): Setting[] {
  const inFile = new Set(given.map(inSnakeCase))
  const said: Readonly<Record<string, unknown>> = { ...options, ledger }
  const shown = (key: string) => {
    const value = key
      .split('.')
      .reduce<unknown>(
        (from, part) => (from as Record<string, unknown> | undefined)?.[inCamelCase(part)],
        said,
      )
    return short(value)
  }
  const known = Object.entries(BUILT_IN).map(([key, preset]): Setting => {
    const fromFile = inFile.has(key)
    return {
      key,
      value: (fromFile ? shown(key) : undefined) ?? preset,
      from: fromFile ? 'file' : 'built in',
    }
  })
  const more = [...inFile].filter(
    (key) => !Object.hasOwn(BUILT_IN, key) && !/^(?:tools|intervention)\./.test(key),
  )
  return [...known, ...more.map((key): Setting => ({ key, value: shown(key) ?? 'given', from: 'file' }))]
}

function short(value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (Array.isArray(value)) return value.slice(0, 5).join(', ') + (value.length > 5 ? ', …' : '')
  if (typeof value === 'object' && value !== null)
    return 'name' in value && typeof value.name === 'string' ? value.name : undefined
  return typeof value === 'function' ? 'a function' : String(value)
}

function inSnakeCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function inCamelCase(key: string): string {
  return key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
