import { isEmail } from './parts.ts'
import { prefixOf } from './prefix.ts'

/** An id, and where it was used. */
export interface PooledId {
  readonly value: string
  /** The key that stands nearest to it. */
  readonly key: string
  readonly conversation: string
}

/** Ids that conversations used, so that one of them can be given a real id of another. */
export class IdPool {
  readonly #ids = new Map<string, PooledId>()
  readonly #prefixes = new Set<string>()
  readonly #byKind = new Map<string, PooledId[]>()

  /** What stands before the numbers of the ids, each once. */
  get prefixes(): string[] {
    return [...this.#prefixes]
  }

  /** How many ids it holds. */
  get size(): number {
    return this.#ids.size
  }

  /** Takes in an id. The same one at the same key of the same conversation counts once. */
  add({ value, key, conversation }: PooledId): void {
    const id = { value, key, conversation }
    const name = JSON.stringify([value, key, conversation])
    if (this.#ids.has(name)) return
    this.#ids.set(name, id)
    for (const kind of [sortOf(value), kindOf(key, value)]) {
      const list = this.#byKind.get(kind)
      if (list) list.push(id)
      else this.#byKind.set(kind, [id])
    }
    const prefix = prefixOf(value)
    if (prefix !== undefined) this.#prefixes.add(prefix)
  }

  /** Ids of other conversations: of the same key where there are any, else of the same sort and about as long. */
  others(conversation: string, key: string, value: string): string[] {
    const foreign = (kind: string) =>
      (this.#byKind.get(kind) ?? []).filter((id) => id.conversation !== conversation)
    const sameKey = foreign(kindOf(key, value))
    const chosen =
      sameKey.length > 0 ? sameKey : foreign(sortOf(value)).filter((id) => isAboutAsLong(id.value, value))
    return chosen.map((id) => id.value)
  }
}

function kindOf(key: string, value: string): string {
  return `${sortOf(value)} ${key}`
}

function sortOf(value: string): 'e-mail' | 'number' | 'mixed' | 'words' {
  if (isEmail(value)) return 'e-mail'
  if (!/\p{Nd}/u.test(value)) return 'words'
  return /\p{L}/u.test(value) ? 'mixed' : 'number'
}

function isAboutAsLong(a: string, b: string): boolean {
  return a.length * 2 >= b.length && b.length * 2 >= a.length
}
