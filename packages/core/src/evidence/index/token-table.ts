import type { TextStore } from './text-store.ts'
import { SQUASHED } from './token-class.ts'

/** Tokens are at most this long, in UTF-16 units: a slot has one byte for it. */
export const LONGEST_TOKEN = 256

const FEWEST_SLOTS = 64
/** So many bits of the hash are kept in a slot, and so many slots can be told apart by them. */
const HASH_BITS = 24
const MOST_SLOTS = 2 ** HASH_BITS
const LOAD = 0.75
const PLACE_BITS = 28
const PLACE = 2 ** PLACE_BITS - 1

/** No chain of slots of a hash that spreads well is longer, at this load and this size. */
const MOST_PROBES = 4_096

/**
 * An open-addressing hash table from tokens to places, append-only: a token keeps the place it was first seen at, so a
 * look-up as of an earlier version only compares places. A slot is two 32-bit numbers: 24 bits of the hash and the
 * length; the class of the token (four bits, from 1) and the place (28 bits). Class and length are kept whole and the
 * text is compared at the place, so tokens that share a hash cost time and are never taken for each other. The slot
 * follows from those 24 bits, so the table grows without looking at texts again.
 */
export class TokenTable {
  /** The texts that places point into. */
  readonly texts: TextStore
  #slots = new Int32Array(0)
  /** How many tokens fit before it must grow. */
  #room = 0
  #shift = 0
  #size = 0
  #isCrowded = false

  constructor(texts: TextStore) {
    this.texts = texts
  }

  /** How many tokens it holds. */
  get size(): number {
    return this.#size
  }

  /** Bytes of memory. */
  get byteLength(): number {
    return this.#slots.byteLength
  }

  /** Whether it takes no more tokens: it is as large as it may be, or its hashes were chosen to collide. */
  get isFull(): boolean {
    return this.#isCrowded || this.#size >= MOST_SLOTS * LOAD
  }

  /** The place a token was first seen at; `-1` if never. The token is a part of `text`, `length` units from `from`. */
  find(kind: number, length: number, hash: number, text: string, from: number): number {
    if (this.#size === 0 || length === 0 || length > LONGEST_TOKEN) return -1
    const slot = this.#slotOf(kind, length, mixed(hash, kind), text, from)
    return slot < 0 || this.#slots[slot + 1] === 0 ? -1 : (this.#slots[slot + 1] as number) & PLACE
  }

  /** Notes a token at a place, unless it has one already, and gives the place it has; `-1` when there is no room. */
  add(kind: number, length: number, hash: number, place: number, text: string, from: number): number {
    // Where one chain is too long, all that comes is likely to be made for it.
    if (length === 0 || length > LONGEST_TOKEN || this.#isCrowded) return -1
    if (this.#size >= this.#room) {
      if (this.isFull) return -1
      this.#grow()
    }
    const bits = mixed(hash, kind)
    const slot = this.#slotOf(kind, length, bits, text, from)
    if (slot < 0) {
      this.#isCrowded = true
      return -1
    }
    if (this.#slots[slot + 1] !== 0) return (this.#slots[slot + 1] as number) & PLACE
    this.#slots[slot] = (bits & 0xffffff00) | (length - 1)
    this.#slots[slot + 1] = (kind << PLACE_BITS) | place
    this.#size++
    return place
  }

  /** The slot of a token, or the free one where it belongs; `-1` when neither is near. */
  #slotOf(kind: number, length: number, bits: number, text: string, from: number): number {
    const slots = this.#slots
    const wanted = (bits & 0xffffff00) | (length - 1)
    let slot = (bits >>> this.#shift) << 1
    for (let probes = 0; probes < MOST_PROBES; probes++) {
      const found = slots[slot + 1] as number
      if (found === 0) return slot
      if (
        slots[slot] === wanted &&
        found >>> PLACE_BITS === kind &&
        (kind > SQUASHED
          ? this.texts.holds(found & PLACE, text, from, length)
          : this.texts.holdsSquashed(found & PLACE, text, from, length))
      )
        return slot
      slot += 2
      if (slot === slots.length) slot = 0
    }
    return -1
  }

  /** Where the chain of a token starts: the first bits of its hash. */
  #home(bits: number): number {
    return (bits >>> this.#shift) << 1
  }

  #grow(): void {
    const old = this.#slots
    const capacity = Math.max(FEWEST_SLOTS, old.length)
    this.#room = capacity * LOAD
    this.#shift = 32 - Math.log2(capacity)
    const slots = new Int32Array(capacity * 2)
    for (let from = 0; from < old.length; from += 2) {
      if (old[from + 1] === 0) continue
      let slot = this.#home(old[from] as number)
      while (slots[slot + 1] !== 0) slot = slot + 2 === slots.length ? 0 : slot + 2
      slots[slot] = old[from] as number
      slots[slot + 1] = old[from + 1] as number
    }
    this.#slots = slots
  }
}

/** Spreads a polynomial hash over all bits (the finalizer of MurmurHash3), apart for each class. */
function mixed(hash: number, kind: number): number {
  let bits = hash ^ Math.imul(kind, 0x9e3779b1)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
