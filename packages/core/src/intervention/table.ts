import { parse } from 'smol-toml'
import { expected, HandrailError } from '../errors.ts'
import { BASE_INTERVENTIONS } from './base-ladder.ts'
import type { InterventionLadder } from './ladder.ts'
import { type InterventionSpec, interventionSpec } from './rung.ts'

/**
 * Reads rungs from a parsed `[intervention]` table: `{ NUDGE: { rank: 15, dispatches: true, ... } }`. Keys are those
 * of the file (`returns_synthetic`, `see_also`); keys we do not know are left alone. Values are converted as the
 * format's first reader did: a fractional rank is cut, any value but false, zero, nothing and empty is true.
 *
 * @throws HandrailError `INVALID_LADDER` when a rung is no table or has no usable rank.
 */
export function interventionSpecsFromTable(table: Readonly<Record<string, unknown>>): InterventionSpec[] {
  return Object.entries(table ?? {}).map(([token, body]) => {
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw expected('INVALID_LADDER', `intervention.${token}`, 'to be a table', body)
    const fields = body as Readonly<Record<string, unknown>>
    return interventionSpec({
      token,
      rank: rankOf(token, fields.rank),
      summary: textOf(token, 'summary', fields.summary),
      actuation: textOf(token, 'actuation', fields.actuation),
      dispatches: fields.dispatches === undefined ? true : truthOf(fields.dispatches),
      returnsSynthetic: truthOf(fields.returns_synthetic),
      seeAlso: listOf(token, fields.see_also),
    })
  })
}

/**
 * Extends a ladder by the `[intervention]` table of a TOML text. A text without the table gives the base ladder back;
 * a table that is there and malformed fails loudly. A byte order mark is accepted.
 *
 * @throws HandrailError `INVALID_OPTION` when the text is no TOML, `INVALID_LADDER` when the table is malformed.
 */
export function ladderFromToml(
  text: string,
  base: InterventionLadder = BASE_INTERVENTIONS,
): InterventionLadder {
  let document: Record<string, unknown>
  try {
    document = parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new HandrailError('INVALID_OPTION', `Expected the configuration to be TOML: ${why.trim()}`, {
      cause,
    })
  }
  const table = document.intervention
  if (table === undefined) return base
  if (typeof table !== 'object' || table === null || Array.isArray(table))
    throw expected('INVALID_LADDER', 'intervention', 'to be a table', table)
  const specs = interventionSpecsFromTable(table as Record<string, unknown>)
  return specs.length > 0 ? base.extend(specs) : base
}

function rankOf(token: string, value: unknown): number {
  const text = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value
  const rank = typeof text === 'boolean' || typeof text === 'bigint' ? Number(text) : text
  if (typeof rank !== 'number' || !Number.isFinite(rank))
    throw expected('INVALID_LADDER', `intervention.${token}.rank`, 'to be an integer from 0', value)
  return Math.trunc(rank)
}

function truthOf(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value)
}

function textOf(token: string, field: string, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'object')
    throw expected('INVALID_LADDER', `intervention.${token}.${field}`, 'to be text', value)
  return String(value)
}

function listOf(token: string, value: unknown): string[] {
  const list = Array.isArray(value) ? value : value ? [value] : []
  return list.map((item) => textOf(token, 'see_also', item))
}
