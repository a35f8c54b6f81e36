import { hashOf, rankOf } from './rank.ts'

/**
 * Something for each of many names, of which at most `size` are kept: those with the lowest lots, which names draw by
 * themselves. So what is kept of a name is all of it, whoever counted: a name that was ever dropped is not among the
 * kept in the end either.
 */
export interface Named<T> {
  readonly size: number
  readonly byName: Map<string, T>
  /** When it is full, the name that makes room for a lower one. */
  last?: string | undefined
}

/** Nothing yet, for at most `size` names. */
export function emptyNamed<T>(size: number): Named<T> {
  return { size, byName: new Map() }
}

/** What is kept of a name, made when it is new; `undefined` when the name is not kept. */
export function entryOf<T>(named: Named<T>, name: string, make: () => T): T | undefined {
  const { size, byName } = named
  const found = byName.get(name)
  if (found !== undefined) return found
  if (byName.size >= size) {
    named.last ??= lastOf(byName.keys())
    if (named.last === undefined || !isLower(name, named.last)) return undefined
    byName.delete(named.last)
    named.last = undefined
  }
  const made = make()
  byName.set(name, made)
  return made
}

function lastOf(names: Iterable<string>): string | undefined {
  let last: string | undefined
  for (const name of names) if (last === undefined || isLower(last, name)) last = name
  return last
}

function isLower(one: string, other: string): boolean {
  const [a, b] = [rankOf(hashOf(one)), rankOf(hashOf(other))]
  return a === b ? one < other : a < b
}
