import { safeJson } from './safe.ts'

/**
 * What `--json` prints: one object, whose first field says what it is and in which version. The version goes up when a field
 * is renamed, removed or means something else; fields may be added at any time.
 */
export function jsonOf(command: string, fields: object, version = 1): string {
  return `${safeJson(JSON.stringify({ schema: `handrail.${command}/${version}`, ...fields }, null, 2))}\n`
}

/** The same on one line, for lists of objects that have no end that could be waited for. */
export function jsonLine(command: string, fields: object, version = 1): string {
  return `${safeJson(JSON.stringify({ schema: `handrail.${command}/${version}`, ...fields }))}\n`
}
