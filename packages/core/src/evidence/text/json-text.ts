import { plainJsonOf } from './plain-json.ts'

/** A JSON text, and whether something that it was made of could not be read. */
export interface JsonText {
  readonly text: string
  readonly isPartial: boolean
}

/** The most values that are written; what comes after them counts as unreadable. */
const MOST_VALUES = 1_000_000

/** The members of a list or an object, and what stands around them. */
interface Members {
  readonly open: string
  readonly close: string
  /** Values, each with the text before it: its key, for an object. */
  readonly members: readonly { readonly before: string; readonly value: unknown }[]
  readonly isPartial: boolean
}

/**
 * The JSON text of any value, however deep, cyclic or hostile; never throws. Unlike `JSON.stringify` it writes maps,
 * sets and big integers too, and says when something was left out.
 */
export function jsonTextOf(value: unknown): JsonText {
  // What came over the wire is written as fast as the engine can.
  const text = plainJsonOf(value)
  return text === undefined ? writtenOut(value) : { text, isPartial: false }
}

function writtenOut(value: unknown): JsonText {
  const pieces: string[] = []
  const seen = new Set<object>()
  // What is still to be written, the next on top: a value, or text that is ready.
  const stack: ({ readonly value: unknown } | string)[] = [{ value }]
  let left = MOST_VALUES
  let isPartial = false
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next === 'string') {
      pieces.push(next)
      continue
    }
    const found = next.value
    if (typeof found !== 'object' || found === null) {
      pieces.push(scalar(found))
      continue
    }
    if (seen.has(found)) {
      pieces.push('null')
      continue
    }
    seen.add(found)
    const { open, close, members, isPartial: cut } = membersOf(found, left)
    isPartial ||= cut
    left -= members.length
    pieces.push(open)
    stack.push(close)
    for (let i = members.length - 1; i >= 0; i--) {
      const member = members[i] as Members['members'][number]
      stack.push({ value: member.value }, (i > 0 ? ',' : '') + member.before)
    }
  }
  return { text: pieces.join(''), isPartial }
}

function membersOf(parent: object, most: number): Members {
  try {
    if (ArrayBuffer.isView(parent) || parent instanceof ArrayBuffer) throw new TypeError('bytes')
    if (parent instanceof Date) return list([], JSON.stringify(parent.toISOString()))
    if (parent instanceof Map || parent instanceof Set) return list([...parent].slice(0, most))
    return membersByKey(parent as Record<string, unknown>, most)
  } catch {
    return { ...list([]), isPartial: true }
  }
}

function list(values: readonly unknown[], text?: string): Members {
  const members = values.map((value) => ({ before: '', value }))
  return { open: text ?? '[', close: text === undefined ? ']' : '', members, isPartial: false }
}

function membersByKey(parent: Record<string, unknown>, most: number): Members {
  const isList = Array.isArray(parent)
  const keys = Object.keys(parent)
  const members: { before: string; value: unknown }[] = []
  let isPartial = keys.length > most
  for (const key of keys.slice(0, most)) {
    try {
      const value = parent[key]
      if (isList || isData(value)) members.push({ before: isList ? '' : `${JSON.stringify(key)}:`, value })
    } catch {
      isPartial = true
    }
  }
  return { open: isList ? '[' : '{', close: isList ? ']' : '}', members, isPartial }
}

/** What JSON has a form for, as far as it can be told without looking into it. */
function isData(value: unknown): boolean {
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol'
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' || typeof value === 'bigint') return decimal(value)
  return typeof value === 'boolean' ? String(value) : 'null'
}

/** A number as the digits a model would write. */
export function decimal(value: number | bigint): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'null'
  return Number.isSafeInteger(value) ? BigInt(value).toString() : String(value)
}
