import { kindOfKey, type NameKind } from './name-kind.ts'

/** One leaf of a JSON value. */
export interface Leaf {
  /** The text of the leaf; numbers in decimal. */
  readonly text: string
  /** What the nearest key is for. */
  readonly key: NameKind
  /** The nearest key as it is written; empty at the top. */
  readonly keyName: string
  /** Whether the leaf came out of a structure, and is not one long text by itself. */
  readonly structured: boolean
  /** Whether the leaf is a number. */
  readonly numeric: boolean
}

/** What a walk finds. */
export interface LeafSink {
  leaf(leaf: Leaf): void
  /** A key of an object. Keys count as evidence. */
  key(name: string): void
  /** Something that holds text which cannot be read: bytes, or a getter that throws. */
  unreadable(): void
}

/** JSON texts within JSON texts are opened this deep (R4). */
const DEEPEST_TEXT = 4
/** The most leaves and keys that one value is walked for; the rest counts as unreadable. */
const MOST_NODES = 2_000_000

interface Pending {
  readonly value: unknown
  readonly keyName: string
  readonly structured: boolean
  readonly texts: number
}

/**
 * Walks a value of any kind, however deep or cyclic, and never throws. Text that is JSON is opened (R4). The order is
 * that of the text.
 */
export function walkLeaves(value: unknown, sink: LeafSink): void {
  const seen = new Set<object>()
  const stack: Pending[] = [{ value, keyName: '', structured: false, texts: 0 }]
  let nodes = 0
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (++nodes > MOST_NODES) {
      sink.unreadable()
      return
    }
    const { keyName, structured } = next
    const found = next.value
    if (typeof found === 'string') {
      const parsed = next.texts < DEEPEST_TEXT ? parsedJson(found) : undefined
      if (parsed !== undefined) stack.push({ ...next, value: parsed, texts: next.texts + 1 })
      else sink.leaf({ text: found, key: kindOfKey(keyName), keyName, structured, numeric: false })
    } else if (typeof found === 'number' || typeof found === 'bigint') {
      sink.leaf({ text: decimal(found), key: kindOfKey(keyName), keyName, structured: true, numeric: true })
    } else if (typeof found === 'object' && found !== null && !seen.has(found)) {
      seen.add(found)
      for (const child of childrenOf(found, next, sink)) stack.push(child)
    }
  }
}

/** The children of an object, the last first, so that a stack gives them back in order. */
function childrenOf(parent: object, { keyName, texts }: Pending, sink: LeafSink): Pending[] {
  try {
    if (ArrayBuffer.isView(parent) || parent instanceof ArrayBuffer) throw new TypeError('bytes')
    if (parent instanceof Date)
      return [{ value: parent.toISOString(), keyName, structured: true, texts: DEEPEST_TEXT }]
    if (parent instanceof Map || parent instanceof Set)
      return childrenOf([...parent], { value: parent, keyName, structured: true, texts }, sink)
    const list = Array.isArray(parent)
    const keys = list ? parent.keys() : Object.keys(parent)
    const children: Pending[] = []
    for (const key of keys) {
      if (!list) sink.key(String(key))
      try {
        const value = (parent as Record<string | number, unknown>)[key]
        children.push({ value, keyName: list ? keyName : String(key), structured: true, texts })
      } catch {
        sink.unreadable()
      }
    }
    return children.reverse()
  } catch {
    sink.unreadable()
    return []
  }
}

/** The structure or string that a text is the JSON of; `undefined` when it is none. Bare numbers and words stay texts. */
function parsedJson(text: string): unknown {
  const start = text.trimStart()[0]
  if (start !== '{' && start !== '[' && start !== '"') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A number as the digits a model would write. */
export function decimal(value: number | bigint): string {
  return Number.isSafeInteger(value) ? BigInt(value).toString() : String(value)
}
