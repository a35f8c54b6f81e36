import type { ToolArg } from './verdict.ts'

/** A leaf of an argument with its nearest key. */
export interface ArgLeaf {
  readonly keyName: string
  readonly value: unknown
}

/** The leaves of an argument, and why some could not be read. */
export interface ArgLeaves {
  readonly leaves: readonly ArgLeaf[]
  readonly unread?: string
}

/** The most values of one argument that are looked at. */
const MOST_NODES = 10_000

/** The leaves of an argument, however deep, cyclic or hostile it is. */
export function leavesOfArg(arg: ToolArg): ArgLeaves {
  const leaves: ArgLeaf[] = []
  const seen = new Set<object>()
  const stack: ArgLeaf[] = []
  let unread: string | undefined
  try {
    stack.push({ keyName: arg.name, value: arg.value })
  } catch {
    unread = 'reading it throws'
  }
  let nodes = 0
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { keyName, value } = next
    if (typeof value !== 'object' || value === null) {
      leaves.push(next)
    } else if (seen.has(value)) {
      unread ??= 'a part of it stands in it twice, or holds itself'
    } else {
      seen.add(value)
      try {
        if (isOpaque(value)) throw new TypeError('no JSON')
        const list = Array.isArray(value)
        const keys = Object.keys(value)
        for (const key of keys.slice(0, MOST_NODES - nodes).reverse()) {
          nodes++
          try {
            stack.push({ keyName: list ? keyName : key, value: (value as Record<string, unknown>)[key] })
          } catch {
            unread ??= 'a part of it cannot be read'
          }
        }
        if (nodes >= MOST_NODES) unread ??= `it has more than ${MOST_NODES} values`
      } catch {
        unread ??= 'a part of it cannot be read'
      }
    }
  }
  return unread === undefined ? { leaves } : { leaves, unread }
}

/** Whether a value is an object that is no JSON: what it holds does not stand in its keys. */
export function isOpaque(value: object): boolean {
  return ArrayBuffer.isView(value) || [ArrayBuffer, Map, Set].some((kind) => value instanceof kind)
}
