import { kindOfKey, type NameKind, remembered } from '../name-kind.ts'
import { JsonLeaves, LeafKind } from './json-leaves.ts'
import { jsonTextOf } from './json-text.ts'

/** One leaf of what a tool returned or a call was made with: a part of a text. Valid only while it is visited. */
export interface Leaf {
  /** The text it is a part of. */
  readonly text: string
  readonly from: number
  readonly to: number
  /** Where it lies in the text that was read; if it was decoded, where the string that held it starts. */
  readonly at: number
  /** Whether it was decoded from a string with escapes, so that places in it are none in the text that was read. */
  readonly isDecoded: boolean
  /** Whether it is the name of a member. Names count as evidence (R4). */
  readonly isKey: boolean
  /** What the nearest key is for (R5). */
  readonly key: NameKind
  /** How many texts its text was taken out of: 0 where that is the text that was read. */
  readonly depth: number
  /** Whether it came out of a structure, and is not one long text by itself. */
  readonly structured: boolean
  /** Whether it stands in a part that repeats the request, such as a query or a filter. */
  readonly repeatsRequest: boolean
  /** The nearest key as it is written; empty at the top. */
  keyName(): string
}

/** Takes the leaves in the order of the text; `true` ends the reading. */
export type VisitLeaf = (leaf: Leaf) => boolean | undefined

/** Keys under which an answer repeats what it was asked, or what of it there is not. */
const requestKeys = new Set(
  `q query search term keyword keywords filter filters where criteria input inputs args arguments params parameters
  request echo thought received submitted not_found notfound missing missing_ids invalid invalid_ids failed failed_ids
  unknown unknown_ids`
    .trim()
    .split(/\s+/),
)

/** JSON texts within JSON texts are opened this deep (R4). */
const DEEPEST_TEXT = 4
const BLANK = 0x20
const QUOTE = 0x22
const OPEN_LIST = 0x5b
const OPEN_OBJECT = 0x7b

/** A text with the leaves it is made of. JSON is read by its leaves, JSON in its strings by theirs (R4). */
export class Reading {
  readonly text: string
  /** Whether something that the text was made of could not be read. */
  readonly isPartial: boolean
  #leaves: JsonLeaves | 'none' | undefined

  private constructor(text: string, isPartial = false) {
    this.text = text
    this.isPartial = isPartial
  }

  /** Reads a text as it is. */
  static ofText(text: string): Reading {
    return new Reading(text)
  }

  /** Reads a content: a string as it is, a structure or a number as its JSON. Anything else says nothing. */
  static of(content: unknown): Reading {
    if (typeof content === 'string') return new Reading(content)
    const isSaying = ['object', 'number', 'bigint'].includes(typeof content) && content !== null
    return isSaying ? Reading.ofJson(content) : new Reading('')
  }

  /** Reads the JSON of a value: a string too is a leaf then, and no text. */
  static ofJson(value: unknown): Reading {
    const { text, isPartial } = jsonTextOf(value)
    return new Reading(text, isPartial)
  }

  /** Visits the leaves in the order of the text. Gives whether the visitor ended it. */
  visit(visit: VisitLeaf): boolean {
    this.#leaves ??= leavesOf(this.text, 0) ?? 'none'
    const leaves = this.#leaves === 'none' ? undefined : this.#leaves
    return readText(this.text, leaves, visit, atTheTop, 0)
  }
}

/** What is around a text that is read. */
type Outside = Pick<Leaf, 'at' | 'isDecoded' | 'structured' | 'repeatsRequest'> & { readonly name: string }

const atTheTop: Outside = { at: 0, isDecoded: false, structured: false, repeatsRequest: false, name: '' }

function leavesOf(text: string, depth: number): JsonLeaves | undefined {
  return depth < DEEPEST_TEXT && mayBeJson(text, 0, text.length) ? JsonLeaves.of(text) : undefined
}

function readText(
  text: string,
  leaves: JsonLeaves | undefined,
  visit: VisitLeaf,
  outside: Outside,
  depth: number,
): boolean {
  if (leaves) return readJson(leaves, visit, outside, depth)
  const { name } = outside
  const key = kindOfKey(name)
  const leaf = { ...outside, text, depth, from: 0, to: text.length, isKey: false, key, keyName: () => name }
  return visit(leaf) ?? false
}

function readJson(leaves: JsonLeaves, visit: VisitLeaf, outside: Outside, depth: number): boolean {
  const leaf = new JsonLeaf(leaves, outside, depth)
  for (let i = 0; i < leaves.count; i++) {
    leaf.moveTo(i)
    if (leaf.isText) {
      const { at, isDecoded, structured, repeatsRequest } = leaf
      const inside = { at, isDecoded, structured, repeatsRequest, name: leaf.keyName() }
      const text = leaves.value(i)
      if (readText(text, leavesOf(text, depth + 1), visit, inside, depth + 1)) return true
    } else if (!leaf.isWord && visit(leaf)) return true
  }
  return false
}

/** A leaf of a JSON text, moved from one to the next, so that reading makes no objects. */
class JsonLeaf implements Leaf {
  text: string
  from = 0
  to = 0
  isKey = false
  readonly #leaves: JsonLeaves
  readonly #outside: Outside
  readonly #outsideMark: number
  readonly #depth: number
  #at = 0
  /** What its nearest key is marked with. */
  #mark = 0

  constructor(leaves: JsonLeaves, outside: Outside, depth: number) {
    this.text = leaves.text
    this.#leaves = leaves
    this.#outside = outside
    this.#depth = depth
    this.#outsideMark = markOfName(outside.name) | (outside.repeatsRequest ? REPEATS : 0)
  }

  moveTo(at: number): void {
    const leaves = this.#leaves
    this.#at = at
    this.text = leaves.text
    this.from = leaves.start(at)
    this.to = leaves.end(at)
    const key = leaves.key(at)
    this.#mark = key < 0 ? this.#outsideMark : leaves.markOf(key)
    this.isKey = leaves.kind(at) === LeafKind.KEY
    if (!this.isKey) return
    // Whatever stands under a key that repeats the request does.
    leaves.mark(at, markOfName(leaves.value(at)) | (this.#mark & REPEATS))
    if (!leaves.isEscaped(at)) return
    this.text = leaves.value(at)
    this.from = 0
    this.to = this.text.length
  }

  get at(): number {
    return this.#outside.at + (this.#outside.isDecoded ? 0 : this.#leaves.start(this.#at))
  }

  get isDecoded(): boolean {
    return this.#outside.isDecoded || this.#leaves.isEscaped(this.#at)
  }

  get depth(): number {
    return this.isKey && this.#leaves.isEscaped(this.#at) ? this.#depth + 1 : this.#depth
  }

  get key(): NameKind {
    return this.isKey ? 'neutral' : (kinds[this.#mark & ~REPEATS] as NameKind)
  }

  get structured(): boolean {
    return this.#outside.structured || this.#leaves.isWithin(this.#at)
  }

  get repeatsRequest(): boolean {
    return (this.#mark & REPEATS) !== 0
  }

  /** Whether it is a string that is to be read as a text of its own. */
  get isText(): boolean {
    if (this.#leaves.kind(this.#at) !== LeafKind.STRING) return false
    return this.#leaves.isEscaped(this.#at) || mayBeJson(this.text, this.from, this.to)
  }

  /** Whether it is `true`, `false` or `null`. */
  get isWord(): boolean {
    return this.#leaves.kind(this.#at) === LeafKind.BARE && this.text.charCodeAt(this.from) >= LOWER_A
  }

  keyName(): string {
    const key = this.#leaves.key(this.#at)
    return key < 0 ? this.#outside.name : this.#leaves.value(key)
  }
}

const LOWER_A = 0x61
const REPEATS = 8
const kinds: readonly NameKind[] = ['id', 'quantity', 'content', 'naming', 'kind', 'neutral']

/** What a key is for, as a number, with a bit for those that repeat the request. */
const markOfName = remembered((name) => {
  return kinds.indexOf(kindOfKey(name)) | (requestKeys.has(name.toLowerCase()) ? REPEATS : 0)
})

/** Whether a part of a text begins as JSON does. Bare numbers and words are texts. */
function mayBeJson(text: string, from: number, to: number): boolean {
  let start = from
  while (start < to && text.charCodeAt(start) <= BLANK) start++
  if (start === to) return false
  const first = text.charCodeAt(start)
  return first === OPEN_OBJECT || first === OPEN_LIST || first === QUOTE
}
