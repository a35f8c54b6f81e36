/** Something that drew a lot. */
export interface Ranked {
  /** The lot: the lowest are kept. */
  readonly rank: number
  /** Tells those of the same lot apart. */
  readonly tie: string
}

/**
 * The items with the lowest lots of all that were shown: a random sample that does not depend on the order in which they
 * came, nor on who saw which, because samples of parts can be put together. Plain data, the lowest first.
 */
export interface Sample<T extends Ranked> {
  readonly size: number
  readonly items: T[]
}

/** A sample of nothing yet, of at most `size` items. */
export function emptySample<T extends Ranked>(size: number): Sample<T> {
  return { size, items: [] }
}

/** Whether an item of that lot would be kept. */
export function admits({ size, items }: Sample<Ranked>, rank: number): boolean {
  const last = items.at(-1)
  return items.length < size || (last !== undefined && rank <= last.rank)
}

/** Takes an item in, if its lot is low enough. */
export function addTo<T extends Ranked>(sample: Sample<T>, item: T): void {
  const { size, items } = sample
  if (!admits(sample, item.rank)) return
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(items[middle] as T, item)) low = middle + 1
    else high = middle
  }
  items.splice(low, 0, item)
  if (items.length > size) items.pop()
}

/** Takes in the items of another sample. */
export function addAll<T extends Ranked>(sample: Sample<T>, other: Sample<T>): void {
  for (const item of other.items) addTo(sample, item)
}

function isBefore(one: Ranked, other: Ranked): boolean {
  return one.rank === other.rank ? one.tie < other.tie : one.rank < other.rank
}
