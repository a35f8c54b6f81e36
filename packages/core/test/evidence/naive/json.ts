import { kindOfKey, type NameKind } from '../../../src/evidence/name-kind.ts'

/** One leaf of a text. */
export interface Leaf {
  readonly text: string
  readonly isKey: boolean
  /** What the nearest key is for. */
  readonly key: NameKind
  readonly keyName: string
  readonly structured: boolean
  readonly repeatsRequest: boolean
}

type Around = Omit<Leaf, 'text' | 'isKey' | 'key'>

const requestKeys = new Set(
  `q query search term keyword keywords filter filters where criteria input inputs args arguments params parameters
  request echo thought received submitted not_found notfound missing missing_ids invalid invalid_ids failed failed_ids
  unknown unknown_ids`.split(/\s+/),
)
const string = /"(?:[^"\\]|\\[\s\S])*"/g
const token = /"(?:[^"\\]|\\[\s\S])*"|[{}[\]:,]|[^\s{}[\]:,"]+/g

/** The leaves of a text: of JSON, and of JSON in its strings four texts deep, or the text itself. */
export function leavesOf(text: string): Leaf[] {
  return readText(text, { keyName: '', structured: false, repeatsRequest: false }, 0)
}

function readText(text: string, around: Around, depth: number): Leaf[] {
  if (depth < 4 && isJson(text)) return readJson(text, around, depth)
  return [{ ...around, text, isKey: false, key: kindOfKey(around.keyName) }]
}

/** Walks the tokens of a JSON text: `JSON.parse` loses keys that are there twice, and how a number was written. */
function readJson(text: string, outside: Around, depth: number): Leaf[] {
  const tokens = text.match(token) ?? []
  const leaves: Leaf[] = []
  let next = 0
  const read = (around: Around): void => {
    const found = tokens[next++] as string
    const within = { ...around, structured: true }
    if (found === '[') {
      while (tokens[next] !== ']') {
        read(within)
        if (tokens[next] === ',') next++
      }
      next++
    } else if (found === '{') {
      while (tokens[next] !== '}') {
        const keyName = decoded(tokens[next] as string)
        leaves.push({ ...within, text: keyName, isKey: true, key: 'neutral' })
        next += 2
        const repeatsRequest = around.repeatsRequest || requestKeys.has(keyName.toLowerCase())
        read({ keyName, structured: true, repeatsRequest })
        if (tokens[next] === ',') next++
      }
      next++
    } else if (found.startsWith('"')) leaves.push(...readText(decoded(found), around, depth + 1))
    else if (!/^[tfn]/.test(found))
      leaves.push({ ...around, text: found, isKey: false, key: kindOfKey(around.keyName) })
  }
  read(outside)
  return leaves
}

/** What a quoted string means; one with an escape that JSON does not know means what it says. */
function decoded(quoted: string): string {
  try {
    return JSON.parse(quoted) as string
  } catch {
    return quoted.slice(1, -1)
  }
}

/** Whether a text is the JSON of an object, a list or a string, as JSON is written by hand. */
export function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(byTheBook(text))
    return typeof value === 'string' || (typeof value === 'object' && value !== null)
  } catch {
    return false
  }
}

/**
 * The same text without what is forgiven: strings that hold control characters or escapes that JSON does not know, and
 * numbers with leading zeros.
 */
function byTheBook(text: string): string {
  return text.replaceAll(string, '""').replaceAll(/(?<![\d.+eE])0+(?=\d)/g, '')
}
