/** What a leaf of a JSON text is. */
export const LeafKind = Object.freeze({
  /** The name of a member. */
  KEY: 0,
  /** A string. */
  STRING: 1,
  /** A number, or one of `true`, `false` and `null`. */
  BARE: 2,
})

/** What may come next in a JSON text. */
const Next = Object.freeze({
  VALUE: 0,
  VALUE_OR_END: 1,
  KEY: 2,
  KEY_OR_END: 3,
  COLON: 4,
  COMMA_OR_END: 5,
  END: 6,
})

const KIND = 3
/** Set beside the kind of a string with escapes. */
const ESCAPED = 4
/** Set beside the kind of what stands in an object or a list. */
const WITHIN = 8
const MARK_SHIFT = 8
/** A text of more leaves is taken as one that is no JSON. */
const MOST_LEAVES = 2 ** 22
const STRIDE = 4
const bare = /true|false|null|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y

/**
 * The keys, strings, numbers and words of a JSON text by their places, in the order of the text, each with its nearest
 * key. `JSON.parse` gives values but not where they stand, and loses keys that are there twice.
 *
 * Three slips of JSON that is put together by hand are forgiven, as they leave no doubt where a leaf is: control
 * characters in strings, escapes that JSON does not know, and leading zeros. Whatever else is wrong makes it a text.
 */
export class JsonLeaves {
  readonly text: string
  /** How many there are. */
  count = 0
  readonly #cells: number[] = []
  #escape: number
  /** Of every open object and list: whether it is a list, and the leaf that is the key around it. */
  readonly #lists: boolean[] = []
  readonly #keys: number[] = []
  #key = -1

  private constructor(text: string) {
    this.text = text
    this.#escape = text.indexOf('\\')
  }

  /** Reads a text; `undefined` when it is not the JSON of an object, a list or a string. */
  static of(text: string): JsonLeaves | undefined {
    const leaves = new JsonLeaves(text)
    return leaves.#read() ? leaves : undefined
  }

  /** Where a leaf starts; a string, after its quote. */
  start(leaf: number): number {
    return this.#cells[leaf * STRIDE] as number
  }

  /** Where it ends; a string, before its quote. */
  end(leaf: number): number {
    return this.#cells[leaf * STRIDE + 1] as number
  }

  /** What it is, a {@link LeafKind}. */
  kind(leaf: number): number {
    return (this.#cells[leaf * STRIDE + 2] as number) & KIND
  }

  /** Whether it is a string with escapes. */
  isEscaped(leaf: number): boolean {
    return ((this.#cells[leaf * STRIDE + 2] as number) & ESCAPED) !== 0
  }

  /** Whether it stands in an object or a list. */
  isWithin(leaf: number): boolean {
    return ((this.#cells[leaf * STRIDE + 2] as number) & WITHIN) !== 0
  }

  /** The leaf that is its nearest key, through lists; `-1` when there is none. */
  key(leaf: number): number {
    return this.#cells[leaf * STRIDE + 3] as number
  }

  /** Keeps up to eight bits beside a leaf, for whoever reads it. */
  mark(leaf: number, bits: number): void {
    const at = leaf * STRIDE + 2
    this.#cells[at] = (this.#cells[at] as number) | (bits << MARK_SHIFT)
  }

  /** The bits that were kept beside a leaf; none at first. */
  markOf(leaf: number): number {
    return (this.#cells[leaf * STRIDE + 2] as number) >>> MARK_SHIFT
  }

  /** Its text, decoded. */
  value(leaf: number): string {
    const raw = this.text.slice(this.start(leaf), this.end(leaf))
    if (!this.isEscaped(leaf)) return raw
    try {
      return JSON.parse(`"${raw}"`) as string
    } catch {
      return raw
    }
  }

  #read(): boolean {
    const { text } = this
    let next: number = Next.VALUE
    for (let i = 0; i < text.length && this.count < MOST_LEAVES; i++) {
      const char = text[i] as string
      switch (char) {
        case ' ':
        case '\n':
        case '\r':
        case '\t':
          continue
        case '"': {
          const end = this.#endOfString(i + 1)
          if (end < 0 || next >= Next.COLON) return false
          next = this.#string(i + 1, end, next)
          i = end
          continue
        }
        case '{':
        case '[':
          if (next > Next.VALUE_OR_END) return false
          this.#lists.push(char === '[')
          this.#keys.push(this.#key)
          next = char === '[' ? Next.VALUE_OR_END : Next.KEY_OR_END
          continue
        case '}':
        case ']':
          if (next !== Next.COMMA_OR_END && next !== (char === ']' ? Next.VALUE_OR_END : Next.KEY_OR_END))
            return false
          if (this.#lists.pop() !== (char === ']')) return false
          this.#key = this.#keys.pop() as number
          next = this.#afterValue()
          continue
        case ':':
          if (next !== Next.COLON) return false
          next = Next.VALUE
          continue
        case ',':
          if (next !== Next.COMMA_OR_END) return false
          next = this.#lists.at(-1) ? Next.VALUE : Next.KEY
          continue
      }
      bare.lastIndex = i
      // A number or a word by itself is a text.
      if (next > Next.VALUE_OR_END || this.#lists.length === 0 || !bare.test(text)) return false
      this.#push(i, bare.lastIndex, LeafKind.BARE, this.#key)
      i = bare.lastIndex - 1
      next = Next.COMMA_OR_END
    }
    return next === Next.END && this.count < MOST_LEAVES
  }

  #string(start: number, end: number, next: number): number {
    if (next === Next.VALUE || next === Next.VALUE_OR_END) {
      this.#push(start, end, LeafKind.STRING, this.#key)
      return this.#afterValue()
    }
    // The key around the object is the key of its keys.
    this.#key = this.#push(start, end, LeafKind.KEY, this.#keys.at(-1) as number)
    return Next.COLON
  }

  #afterValue(): number {
    return this.#lists.length === 0 ? Next.END : Next.COMMA_OR_END
  }

  /** The place of the quote that ends a string; `-1` when there is none. */
  #endOfString(from: number): number {
    const { text } = this
    let end = text.indexOf('"', from)
    if (this.#escape < 0) return end
    if (this.#escape < from) this.#escape = text.indexOf('\\', from)
    for (let at = this.#escape; at >= 0 && end >= 0 && at < end; ) {
      // The unit after a backslash means nothing by itself, be it a quote or another backslash.
      if (at + 1 >= end) end = text.indexOf('"', at + 2)
      at = text.indexOf('\\', at + 2)
    }
    return end
  }

  #push(start: number, end: number, kind: number, key: number): number {
    const isEscaped = this.#escape >= start && this.#escape < end
    const isWithin = this.#lists.length > 0
    this.#cells.push(start, end, kind | (isEscaped ? ESCAPED : 0) | (isWithin ? WITHIN : 0), key)
    return this.count++
  }
}
