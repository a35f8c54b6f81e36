import { Random } from './random.ts'
import { person, plain, word } from './vocabulary.ts'

/** An argument with an id. */
export interface IdArg {
  readonly name: string
  readonly value: string
}

/** Makes an id from a number: two numbers never give one id. */
type Form = (n: number, random: Random) => string

/** Multiplying by a number that has no factor in common with 10 visits every number of so many digits once. */
const scattered = (n: number, digits: number) =>
  String((n * 6_180_339 + 1_414_213) % 10 ** digits).padStart(digits, '0')

const base36 = '0123456789abcdefghijklmnopqrstuvwxyz'
const hex = base36.slice(0, 16)

/** The kinds of ids, by the name of the argument that holds one. */
const forms = {
  order_id: (n) => `#W${scattered(n, 7)}`,
  ticket_id: (n) => `INC${scattered(n, 7)}`,
  item_id: (n) => `1${scattered(n, 9)}`,
  user_id: (n, random) => {
    const [first, last] = person(random)
    return `${plain(first)}_${plain(last)}_${scattered(n, 6)}`
  },
  record_id: (_, random) => [8, 4, 4, 4, 12].map((length) => random.text(hex, length)).join('-'),
  message_id: (_, random) => `msg_${random.text(base36, 24)}`,
  commit_id: (_, random) => random.text(hex, 40),
  file_id: (_, random) => `1${random.text(base36 + base36.toUpperCase(), 32)}`,
  invoice_number: (n) => `INV-2024-${scattered(n, 7)}`,
  tracking_number: (n) => `94${scattered(n, 8)}${scattered(n + 31_415_926, 8)}`,
} satisfies Readonly<Record<string, Form>>

/** What an id is of. */
export type IdKind = keyof typeof forms

const kinds = Object.keys(forms) as IdKind[]

/** Numbers from here on are never issued: an id of one of them has the same form and stands nowhere. */
const NEVER_ISSUED = 4_000_000
/** How many of the issued ids are remembered, evenly over the whole text. */
const REMEMBERED = 4_096

/** Issues ids that do not repeat, and remembers some of them. */
export class IdBook {
  readonly #random: Random
  readonly #pool: Random
  readonly #counts = new Map<IdKind, number>()
  readonly #remembered: IdArg[] = []
  #issued = 0
  #minted = 0

  constructor(random: Random) {
    this.#random = random
    // Apart, so that what is remembered does not change what is written.
    this.#pool = new Random(random.next())
  }

  /** A new id. */
  issue(kind: IdKind): string {
    const n = this.#counts.get(kind) ?? 0
    this.#counts.set(kind, n + 1)
    const value = forms[kind](n, this.#random)
    const slot = this.#issued < REMEMBERED ? this.#issued : this.#pool.below(this.#issued + 1)
    if (slot < REMEMBERED) this.#remembered[slot] = { name: kind, value }
    this.#issued++
    return value
  }

  /** The address of somebody. */
  email(): string {
    const [first, last] = person(this.#random)
    return `${plain(first)}.${plain(last)}${this.#random.below(10_000)}@${word(this.#random)}.example.com`
  }

  /** Arguments whose values were issued: up to 4,096, drawn evenly from all. */
  known(): readonly IdArg[] {
    return this.#remembered
  }

  /** Arguments whose values were never issued: new ones of all forms, and known ones with one character changed. */
  minted(count: number): readonly IdArg[] {
    return Array.from({ length: count }, () => {
      const near = this.#pool.chance(0.5) ? this.#pool.pick(this.#remembered) : undefined
      if (near) return { name: near.name, value: changed(near.value, this.#pool) }
      const kind = this.#pool.pick(kinds)
      return { name: kind, value: forms[kind](NEVER_ISSUED + this.#minted++, this.#pool) }
    })
  }
}

/** The same with another digit in one place. */
function changed(value: string, random: Random): string {
  const places = [...value.matchAll(/\d/g)].map(({ index }) => index)
  const at = random.pick(places)
  const digit = (Number(value[at]) + 1 + random.below(9)) % 10
  return `${value.slice(0, at)}${digit}${value.slice(at + 1)}`
}
