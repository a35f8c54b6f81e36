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
  /** Whether it stands in a part that repeats the request, such as a query or a filter. */
  readonly repeatsRequest: boolean
}

/** Keys under which an answer repeats what it was asked. */
const requestKeys = new Set(
  `q query search term keyword keywords filter filters where criteria input inputs args arguments params parameters
  request echo thought received submitted`
    .trim()
    .split(/\s+/),
)

/** What a walk finds. */
export interface LeafSink {
  leaf(leaf: Leaf): void
  /** A key of an object. Keys count as evidence. */
  key(name: string): void
  /** Something that holds text which cannot be read: bytes, or a getter that throws. */
  unreadable(): void
}

/** Keys are cut: no name that means something is longer. */
const LONGEST_KEY = 128
/** JSON texts within JSON texts are opened this deep (R4). */
const DEEPEST_TEXT = 4
/** The most leaves and keys that one value is walked for; the rest counts as unreadable. */
const MOST_NODES = 1_000_000

interface Pending {
  readonly value: unknown
  readonly keyName: string
  readonly structured: boolean
  readonly repeatsRequest: boolean
  /** How many JSON texts it lies within. */
  readonly texts: number
}

/**
 * Walks a value of any kind, however deep or cyclic, and never throws. Text that is JSON is opened (R4). The order is
 * that of the text.
 */
export function walkLeaves(value: unknown, sink: LeafSink): void {
  const seen = new Set<object>()
  const stack: Pending[] = [{ value, keyName: '', structured: false, repeatsRequest: false, texts: 0 }]
  let nodes = 0
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (++nodes > MOST_NODES) {
      sink.unreadable()
      return
    }
    const { keyName, structured, repeatsRequest, value: found } = next
    if (typeof found === 'string') {
      const parsed = next.texts < DEEPEST_TEXT ? parsedJson(found) : undefined
      if (parsed !== undefined) stack.push({ ...next, value: parsed, texts: next.texts + 1 })
      else sink.leaf({ text: found, key: kindOfKey(keyName), keyName, structured, repeatsRequest })
    } else if (typeof found === 'number' || typeof found === 'bigint') {
      sink.leaf({ text: decimal(found), key: kindOfKey(keyName), keyName, structured: true, repeatsRequest })
    } else if (typeof found === 'object' && found !== null && !seen.has(found)) {
      seen.add(found)
      for (const child of childrenOf(found, next, sink, MOST_NODES - nodes)) stack.push(child)
    }
  }
}

/** The children of an object, the last first, so that a stack gives them back in order. */
function childrenOf(parent: object, at: Pending, sink: LeafSink, most: number): Pending[] {
  const child = (value: unknown, keyName: string): Pending => ({
    ...{ value, keyName, structured: true, texts: at.texts },
    // The members of a list stand under the key of the list, which was looked at before.
    repeatsRequest: at.repeatsRequest || (keyName !== at.keyName && requestKeys.has(keyName.toLowerCase())),
  })
  try {
    if (ArrayBuffer.isView(parent) || parent instanceof ArrayBuffer) throw new TypeError('bytes')
    if (parent instanceof Date) return [{ ...child(parent.toISOString(), at.keyName), texts: DEEPEST_TEXT }]
    if (parent instanceof Map || parent instanceof Set)
      return [...parent].reverse().map((value) => child(value, at.keyName))
    const children: Pending[] = []
    const list = Array.isArray(parent)
    const keys = Object.keys(parent)
    if (keys.length > most) sink.unreadable()
    for (const key of keys.slice(0, most)) {
      if (!list) sink.key(key)
      try {
        children.push(
          child((parent as Record<string, unknown>)[key], list ? at.keyName : key.slice(0, LONGEST_KEY)),
        )
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
