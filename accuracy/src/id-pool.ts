import type { CallSite } from './conversation.ts'
import { groundedLeaves } from './judge.ts'
import { isEmail } from './mutators/parts.ts'
import { prefixOf } from './mutators/prefix.ts'
import { nearestKey } from './paths.ts'

interface PooledId {
  readonly value: string
  readonly key: string
  readonly conversation: string
}

/** Ids that calls of successful runs used, so that one conversation can be given a real id of another. */
export class IdPool {
  readonly #ids = new Map<string, PooledId>()
  readonly #prefixes = new Set<string>()

  /** What stands before the numbers of the ids, each once. */
  get prefixes(): string[] {
    return [...this.#prefixes]
  }

  /** Takes in the ids of the changing calls of a successful run. */
  add(conversation: string, sites: readonly CallSite[]): void {
    for (const site of sites.filter(({ mutating }) => mutating))
      for (const { path, value } of groundedLeaves(site)) {
        const id = { value: String(value), key: nearestKey(path), conversation }
        const prefix = prefixOf(id.value)
        this.#ids.set(JSON.stringify(id), id)
        if (prefix !== undefined) this.#prefixes.add(prefix)
      }
  }

  /** Ids of other conversations: of the same key where there are any, else of the same sort and about as long. */
  others(conversation: string, key: string, value: string): string[] {
    const others = [...this.#ids.values()].filter(
      (id) => id.conversation !== conversation && sortOf(id.value) === sortOf(value),
    )
    const sameKey = others.filter((id) => id.key === key)
    const chosen = sameKey.length > 0 ? sameKey : others.filter((id) => isAboutAsLong(id.value, value))
    return chosen.map((id) => id.value)
  }
}

function sortOf(value: string): 'e-mail' | 'number' | 'mixed' | 'words' {
  if (isEmail(value)) return 'e-mail'
  if (!/\p{Nd}/u.test(value)) return 'words'
  return /\p{L}/u.test(value) ? 'mixed' : 'number'
}

function isAboutAsLong(a: string, b: string): boolean {
  return a.length * 2 >= b.length && b.length * 2 >= a.length
}
