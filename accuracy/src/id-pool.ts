import type { Case } from './data-set.ts'
import { isEmail } from './mutators/parts.ts'
import { prefixOf } from './mutators/prefix.ts'
import { leavesOf, nearestKey } from './paths.ts'

interface PooledId {
  readonly value: string
  readonly key: string
  readonly conversation: string
}

/** Ids that calls of successful runs used, so that one conversation can be given a real id of another. */
export class IdPool {
  readonly #ids: readonly PooledId[]
  /** What stands before the numbers of the ids, each once. */
  readonly prefixes: readonly string[]

  constructor(cases: readonly Case[]) {
    const ids = new Map<string, PooledId>()
    for (const { trajectory } of cases) {
      if (trajectory.reward !== 1) continue
      for (const said of trajectory.messages)
        for (const { args } of said.role === 'assistant' ? (said.toolCalls ?? []) : [])
          for (const { path, value } of leavesOf(args)) {
            const pooled = { value: String(value), key: nearestKey(path), conversation: trajectory.id }
            if (looksLikeId(pooled.value)) ids.set(JSON.stringify(pooled), pooled)
          }
    }
    this.#ids = [...ids.values()]
    this.prefixes = [...new Set(this.#ids.flatMap(({ value }) => prefixOf(value) ?? []))]
  }

  /** Ids of other conversations: of the same key where there are any, else of any key whose ids are of the same sort. */
  others(conversation: string, key: string, value: string): string[] {
    const others = this.#ids.filter((id) => id.conversation !== conversation && id.value !== value)
    const sameKey = others.filter((id) => id.key === key)
    const chosen = sameKey.length > 0 ? sameKey : others.filter((id) => isEmail(id.value) === isEmail(value))
    return chosen.map((id) => id.value)
  }
}

/** Nothing of the detector's: a word with a digit in it, or an address, and no date, time or decimal number. */
function looksLikeId(value: string): boolean {
  if (isEmail(value)) return true
  return (
    /^\S{3,80}$/.test(value) &&
    /\p{Nd}/u.test(value) &&
    !/^\d{4}-\d\d-\d\d|^\d+[.,]\d+$|^\d\d:\d\d/.test(value)
  )
}
