import { JsonLeaves, LeafKind } from '../text/json-leaves.ts'
import { leafAt } from './leaf-at.ts'
import { DEEPEST_TEXT } from './place-in-entry.ts'
import { decodedOffset } from './written-span.ts'

/** Longer paths are not told, in UTF-16 units. */
const LONGEST_PATH = 4_096

/**
 * The JSON path (RFC 9535) of the leaf that holds a place of a JSON text, and if that leaf is a string of JSON, the path
 * of the leaf in it, and so on; `undefined` when the text is no JSON, or a path is longer than 4,096 units.
 */
export function jsonPathsAt(text: string, place: number): readonly string[] | undefined {
  const paths: string[] = []
  let offset = place
  let leaves = JsonLeaves.of(text)
  while (leaves && paths.length <= DEEPEST_TEXT) {
    const leaf = leafAt(leaves, offset)
    if (leaf < 0) break
    const path = pathOfLeaf(leaves, leaf)
    if (path === undefined) return undefined
    paths.push(path)
    if (leaves.kind(leaf) !== LeafKind.STRING) break
    const start = leaves.start(leaf)
    const written = leaves.text.slice(start, leaves.end(leaf))
    const value = leaves.value(leaf)
    offset = value === written ? offset - start : decodedOffset(written, offset - start)
    leaves = JsonLeaves.of(value)
  }
  return paths.length === 0 ? undefined : Object.freeze(paths)
}

/** An object or a list that is open: the place of the next item, or the leaf that is the key. */
interface Open {
  readonly isList: boolean
  step: number
}

/** The path of a leaf, or of the member whose key it is. Between leaves stand brackets, commas, colons and blanks only. */
function pathOfLeaf(leaves: JsonLeaves, leaf: number): string | undefined {
  const { text } = leaves
  const open: Open[] = []
  let from = 0
  for (let i = 0; i <= leaf; i++) {
    const start = leaves.start(i)
    for (let at = from; at < start; at++) {
      const char = text[at]
      if (char === '{' || char === '[') open.push({ isList: char === '[', step: 0 })
      else if (char === '}' || char === ']') open.pop()
      else if (char === ',') {
        const last = open.at(-1)
        if (last?.isList) last.step++
      }
    }
    const last = open.at(-1)
    if (last && leaves.kind(i) === LeafKind.KEY) last.step = i
    from = leaves.end(i)
  }
  let path = '$'
  for (const { isList, step } of open) {
    if (!isList && leaves.end(step) - leaves.start(step) > 6 * LONGEST_PATH) return undefined
    path += isList ? `[${step}]` : `['${nameInPath(leaves.value(step))}']`
    if (path.length > LONGEST_PATH) return undefined
  }
  return path
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  "'": "\\'",
  '\\': '\\\\',
}
const unsafe = /['\\\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/**
 * A name in single quotes as in a normalized path, but for what could disturb whoever reads it: that is escaped as well,
 * with escapes that RFC 9535 allows.
 */
function nameInPath(name: string): string {
  return name.replaceAll(unsafe, (char) => shortEscapes[char] ?? unitsOf(char))
}

function unitsOf(char: string): string {
  let escapes = ''
  for (let i = 0; i < char.length; i++) escapes += `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`
  return escapes
}
