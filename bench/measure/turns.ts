/** Does something with one item after the other, round and round. */
export function turns<T>(items: readonly T[], run: (item: T) => void): () => void {
  let at = 0
  return () => {
    run(items[at] as T)
    at = at + 1 === items.length ? 0 : at + 1
  }
}
