import { serialize } from 'node:v8'

/** Freezes a value and all that can be reached from it without running code of its own. */
export function deepFreeze(value: unknown): void {
  const seen = new Set<unknown>()
  const stack = [value]
  while (stack.length > 0) {
    const next = stack.pop()
    if (typeof next !== 'object' || next === null || seen.has(next) || ArrayBuffer.isView(next)) continue
    seen.add(next)
    try {
      for (const { value: inner } of Object.values(Object.getOwnPropertyDescriptors(next))) stack.push(inner)
      Object.freeze(next)
    } catch {
      // A revoked proxy, or one that does not want to be looked at: nobody can change it either.
    }
  }
}

/** What a value holds, as bytes; `undefined` for what cannot be written down, such as a symbol or a proxy. */
export function snapshot(value: unknown): Buffer | undefined {
  try {
    return serialize(value)
  } catch {
    return undefined
  }
}
