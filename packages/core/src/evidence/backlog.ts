import { type Arrival, saysAnything, type TextArrival } from './arrival.ts'
import type { Place } from './evidence-log.ts'
import { SeenText } from './glance/seen-text.ts'
import { SeenWords } from './glance/seen-words.ts'
import type { Sought } from './glance/sought.ts'

/** So much is kept unlearned, in UTF-16 units, so that a glance at it stays one. */
const MOST_TEXT = 65_536
/** What an entry counts as beside its text. */
const ENTRY = 64

/** An arrival, and what was seen of it. */
interface Item {
  readonly arrival: Arrival
  text?: SeenText
  words?: SeenWords
  saysAnything?: boolean
}

/**
 * The entries of a corpus that were not learned. In most conversations the model uses ids as it has read them, so that a
 * glance tells where they stand, and nothing need ever be learned.
 */
export class Backlog {
  readonly #items: Item[] = []
  #length = 0

  /** Whether it holds more than is to be kept unlearned. */
  get isFull(): boolean {
    return this.#length > MOST_TEXT
  }

  /** What arrived, the first first. */
  get arrivals(): readonly Arrival[] {
    return this.#items.map(({ arrival }) => arrival)
  }

  /** Takes in what the next entry brings. */
  add(arrival: Arrival): void {
    this.#items.push({ arrival })
    this.#length += ENTRY + (arrival?.reading.text.length ?? 0)
  }

  /** Whether the first so many entries hold any evidence. */
  hasEvidence(entries: number): boolean {
    return this.#some(entries, () => true)
  }

  /** Whether the first so many entries hold any that came up in the conversation. */
  hasLiveEvidence(entries: number): boolean {
    return this.#some(entries, ({ isLive }) => isLive)
  }

  /**
   * Where a token first stands in the first so many entries; `'absent'` or `'unclear'` if a glance tells that.
   *
   * @param first the number of the first entry in the conversation.
   * @param words what the model wrote before. What it wrote before the token is added.
   */
  find(sought: Sought, entries: number, first: number, words: SeenWords[]): Place | 'absent' | 'unclear' {
    const end = Math.min(entries, this.#items.length)
    for (let at = 0; at < end; at++) {
      const item = this.#items[at] as Item
      const { arrival } = item
      if (!arrival) continue
      if (arrival.kind === 'words') {
        item.words ??= new SeenWords(arrival.reading)
        words.push(item.words)
        continue
      }
      const { text } = arrival.reading
      item.text ??= new SeenText(arrival.reading)
      const offset = item.text.find(sought)
      if (offset === 'absent') continue
      if (typeof offset === 'string' || arrival.withoutOurs) return 'unclear'
      if (isHidden(arrival, sought, words)) return 'unclear'
      return { source: { base: 0, text, entry: first + at, at: 0, form: 'plain' }, offset }
    }
    return 'absent'
  }

  #some(entries: number, counts: (arrival: TextArrival) => boolean): boolean {
    const end = Math.min(entries, this.#items.length)
    for (let at = 0; at < end; at++) {
      const item = this.#items[at] as Item
      const { arrival } = item
      if (arrival?.kind !== 'text' || !counts(arrival)) continue
      item.saysAnything ??= saysAnything(arrival)
      if (item.saysAnything) return true
    }
    return false
  }
}

/** Whether a token that stands in a text may be hidden, as an echo of what the model wrote before. */
function isHidden({ isStrict }: TextArrival, sought: Sought, words: readonly SeenWords[]): boolean {
  if (!isStrict || !words.some((each) => each.mayHide(sought))) return false
  return words.some((each) => each.mayHold(sought)) || isStrict()
}
