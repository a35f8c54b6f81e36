import { significant } from '../evidence/text/tokens.ts'
import type { Evidence } from './evidence.ts'
import { isOpaqueId } from './support/opaque.ts'
import { compoundsOf, partsOf } from './support/parts.ts'

/** The component lists of a value that nothing supports. The confidence is read off their shape. */
export interface Grade {
  readonly checked: readonly string[]
  readonly unmatched: readonly string[]
}

const hasNumber = /\p{N}/u

/**
 * R16: one unmatched component says that nothing of the value traces (HIGH). Two or more say that something does, or
 * that the value is of a kind that proves little (LOW): the digits under another prefix, a value of several numbered
 * parts, an assembled address, letters only. Parts of letters only never count as tracing.
 */
export function gradeOf(core: string, written: string, evidence: Evidence): Grade {
  const whole = { checked: [written], unmatched: [written] }
  if (!core.includes('@') && !hasNumber.test(core))
    return { checked: [written, written], unmatched: [written] }
  if (isOpaqueId(core)) return whole
  const parts = core.includes('@') ? domainParts(core) : numberedParts(core)
  const tracing = parts.find((part) => part !== core && isAnywhere(part, evidence))
  if (tracing !== undefined) return { checked: [written, tracing], unmatched: [written] }
  return parts.length > 1 ? { checked: [written, written], unmatched: [written] } : whole
}

/** The words of an address that name its domain. */
function domainParts(core: string): string[] {
  return core
    .slice(core.lastIndexOf('@') + 1)
    .split(/[.-]/)
    .filter((word) => word.length >= 4)
}

/** The parts of a value that hold a digit. */
function numberedParts(core: string): string[] {
  return compoundsOf(core)
    .flatMap(partsOf)
    .filter((part) => !part.letters)
    .map((part) => part.digits ?? part.atom)
}

function isAnywhere(part: string, evidence: Evidence): boolean {
  const number = significant(part)
  return (
    evidence.find('verbatim', part) !== undefined ||
    (['number', 'quantity', 'digitTail'] as const).some((kind) => evidence.find(kind, number) !== undefined)
  )
}
