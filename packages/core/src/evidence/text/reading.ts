import { kindOfKey, type NameKind } from '../name-kind.ts'
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
  /** Whether it came out of a structure, and is not one long text by itself. */
  readonly structured: boolean
  /** Whether it stands in a part that repeats the request, such as a query or a filter. */
  readonly repeatsRequest: boolean
  /** The nearest key as it is written; empty at the top. */
  keyName(): string
}

/** Takes the leaves in the order of the text; `true` ends the reading. */
export type VisitLeaf = (leaf: Leaf) => boolean | undefined

/** Keys under which an answer repeats what it was asked. */
const requestKeys = new Set(
  `q query search term keyword keywords filter filters where criteria input inputs args arguments params parameters
  request echo thought received submitted`
    .trim()
    .split(/\s+/),
)

/** JSON texts within JSON texts are opened this deep (R4). */
const DEEPEST_TEXT = 4
const BLANK = 0x20

/** The text of a content: itself, or its JSON. */
export function textOfContent(content: unknown): { readonly text: string; readonly isPartial: boolean } {
  return typeof content === 'string' ? { text: content, isPartial: false } : jsonTextOf(content)
}

/**
 * Reads a text: JSON by its leaves, and JSON in its strings by theirs (R4); any other text as one leaf.
 *
 * @returns whether the visitor ended it.
 */
export function readLeaves(text: string, visit: VisitLeaf): boolean {
  const outside = { at: 0, isDecoded: false, structured: false, repeatsRequest: false, name: '' }
  return readText(text, visit, outside, 0)
}

/** What is around a text that is read. */
type Outside = Pick<Leaf, 'at' | 'isDecoded' | 'structured' | 'repeatsRequest'> & { readonly name: string }

function readText(text: string, visit: VisitLeaf, outside: Outside, depth: number): boolean {
  const leaves = depth < DEEPEST_TEXT && mayBeJson(text, 0, text.length) ? JsonLeaves.of(text) : undefined
  if (leaves) return readJson(leaves, visit, outside, depth)
  const { name } = outside
  const key = kindOfKey(name)
  const leaf = { ...outside, text, from: 0, to: text.length, isKey: false, key, keyName: () => name }
  return visit(leaf) ?? false
}

function readJson(leaves: JsonLeaves, visit: VisitLeaf, outside: Outside, depth: number): boolean {
  const leaf = new JsonLeaf(leaves, outside)
  for (let i = 0; i < leaves.count; i++) {
    leaf.moveTo(i)
    if (leaf.isText) {
      const { at, isDecoded, structured, repeatsRequest } = leaf
      const inside = { at, isDecoded, structured, repeatsRequest, name: leaf.keyName() }
      if (readText(leaves.value(i), visit, inside, depth + 1)) return true
    } else if (!leaf.isWord && visit(leaf)) return true
  }
  return false
}

/** A leaf of a JSON text, moved from one to the next. */
class JsonLeaf implements Leaf {
  text = ''
  from = 0
  to = 0
  at = 0
  isDecoded = false
  isKey = false
  key: NameKind = 'neutral'
  structured = false
  repeatsRequest = false
  /** Whether it is a string that is to be read as a text of its own. */
  isText = false
  /** Whether it is `true`, `false` or `null`. */
  isWord = false
  readonly #leaves: JsonLeaves
  readonly #outside: Outside
  #keyLeaf = -1

  constructor(leaves: JsonLeaves, outside: Outside) {
    this.#leaves = leaves
    this.#outside = outside
  }

  moveTo(at: number): void {
    const leaves = this.#leaves
    const kind = leaves.kind(at)
    const start = leaves.start(at)
    this.#keyLeaf = leaves.key(at)
    this.isKey = kind === LeafKind.KEY
    if (this.isKey) leaves.mark(at, this.#markOf(at))
    const mark = this.#keyLeaf < 0 ? undefined : leaves.markOf(this.#keyLeaf)
    this.key = this.isKey ? 'neutral' : mark === undefined ? kindOfKey(this.#outside.name) : kindOfMark(mark)
    this.repeatsRequest = mark === undefined ? this.#outside.repeatsRequest : (mark & REPEATS) !== 0
    this.structured = this.#outside.structured || leaves.isWithin(at)
    const isEscaped = leaves.isEscaped(at)
    this.isDecoded = this.#outside.isDecoded || isEscaped
    this.at = this.#outside.at + (this.#outside.isDecoded ? 0 : start)
    this.text = isEscaped && this.isKey ? leaves.value(at) : leaves.text
    this.from = this.text === leaves.text ? start : 0
    this.to = this.text === leaves.text ? leaves.end(at) : this.text.length
    this.isText = kind === LeafKind.STRING && (isEscaped || mayBeJson(leaves.text, start, this.to))
    this.isWord = kind === LeafKind.BARE && leaves.text.charCodeAt(start) >= LOWER_A
  }

  keyName(): string {
    return this.#keyLeaf < 0 ? this.#outside.name : this.#leaves.value(this.#keyLeaf)
  }

  /** What a key is for, and whether it, or a key around it, holds what was asked for. */
  #markOf(at: number): number {
    const name = this.#leaves.value(at)
    const around = this.#leaves.key(at)
    const repeats =
      requestKeys.has(name.toLowerCase()) ||
      (around < 0 ? this.#outside.repeatsRequest : (this.#leaves.markOf(around) & REPEATS) !== 0)
    return kinds.indexOf(kindOfKey(name)) | (repeats ? REPEATS : 0)
  }
}

const LOWER_A = 0x61
const REPEATS = 8
const kinds: readonly NameKind[] = ['id', 'quantity', 'content', 'naming', 'kind', 'neutral']

function kindOfMark(mark: number): NameKind {
  return kinds[mark & ~REPEATS] as NameKind
}

/** Whether a part of a text begins as JSON does. Bare numbers and words are texts. */
function mayBeJson(text: string, from: number, to: number): boolean {
  let start = from
  while (start < to && text.charCodeAt(start) <= BLANK) start++
  const first = start < to ? text[start] : ''
  return first === '{' || first === '[' || first === '"'
}
