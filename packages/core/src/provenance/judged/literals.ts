import type { CompiledPolicy } from '../compiled-policy.ts'
import type { Readable } from '../value.ts'
import { cellRange, pathOrFile } from './files.ts'
import { measure } from './measures.ts'
import { timeKind } from './moments.ts'
import { worldKnownName } from './names-known-to-all.ts'
import { version } from './versions.ts'

/** R7: something that reads like an id and is handed out by nobody; `undefined` when it is not of this kind. */
export type LiteralRule = (value: Readable, policy: CompiledPolicy) => string | undefined

const phone = /^\+?\d?[-.(]?\d{3}[-.)]{1,2}\d{3}[-.]\d{4}$|^\+\d{7,15}$/
/** In the notations of CSS Color 4. */
const colour = /^#[0-9a-f]{3,8}$|^(?:rgb|hsl)a?\(|^(?:hwb|lab|lch|oklab|oklch)\(/i
const money = /^[-+]?\p{Sc}\s?\d[\d.,]*$|^[-+]?\d[\d.,]*\s?[\p{Sc}%]$/u

/** A switch of a command and its setting: a number of a few digits, or words. */
const commandSwitch = /^--[a-z][a-z-]*(?:=(?:\d{1,6}[a-z]{0,3}|[a-z][a-z_,.-]*))?$/

const rules: readonly LiteralRule[] = [version, measure, timeKind, worldKnownName, cellRange, pathOrFile]

/** R7: literals that a sign before or within them gives away, so that they may be digits otherwise. */
export function markedLiteralKind({ whole }: Readable): string | undefined {
  if (phone.test(whole)) return 'a telephone number'
  if (colour.test(whole)) return 'a colour'
  if (money.test(whole)) return 'an amount'
  if (commandSwitch.test(whole)) return 'a switch of a command'
  return undefined
}

/** R7, under a name that is no id name: versions, measures, times, and names that everybody knows. */
export const literalKind: LiteralRule = (value, policy) => {
  for (const rule of rules) {
    const kind = rule(value, policy)
    if (kind) return kind
  }
  return undefined
}
