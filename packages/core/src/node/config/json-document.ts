import type { Node } from 'jsonc-parser'
import { configError } from './config-error.ts'
import type { ConfigDocument, End } from './document.ts'
import { type Path, type Place, placeAt } from './place.ts'

/** What stands where it should not, by the parser's name for it. */
const problems: Readonly<Record<string, string>> = {
  InvalidNumberFormat: 'a number is malformed',
  PropertyNameExpected: 'the name of a key in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'more stands behind its end',
  UnexpectedEndOfComment: 'a comment does not end',
  UnexpectedEndOfString: 'a text does not end',
  UnexpectedEndOfNumber: 'a number does not end',
  InvalidUnicode: 'a \\u escape is malformed',
  InvalidEscapeCharacter: 'an escape is unknown',
  InvalidCharacter: 'a text holds a control character',
}

/**
 * Reads JSON. Comments and a comma behind the last entry are allowed, as in the JSON files of other tools; a key that
 * stands twice is not.
 *
 * @throws HandrailError `INVALID_CONFIG` with line and column when the text is anything else.
 */
export async function jsonDocument(file: string, text: string): Promise<ConfigDocument> {
  const { parseTree, printParseErrorCode } = await import('jsonc-parser')
  const fail = (offset: number, why: string) =>
    configError(file, placeAt(text, offset), `Expected JSON, but ${why}.`)
  const errors: Parameters<typeof parseTree>[1] = []
  let root: Node | undefined
  let value: unknown
  try {
    root = parseTree(text, errors, { allowTrailingComma: true })
    const [error] = errors
    if (error) throw fail(error.offset, problems[printParseErrorCode(error.error)] ?? 'this is no value')
    value = root && valueOfNode(root, fail)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw configError(file, undefined, 'Expected JSON, got objects that lie too deep in each other.', error)
  }
  return { value, locate: async (path, end) => root && locateInJson(text, root, path, end) }
}

/** The value of a node; unlike the parser's own function it keeps a key called `__proto__`, and refuses a second one. */
function valueOfNode(node: Node, fail: (offset: number, why: string) => Error): unknown {
  const { type, children = [] } = node
  if (type === 'array') return children.map((child) => valueOfNode(child, fail))
  if (type !== 'object') return node.value
  const entries = new Map<string, unknown>()
  for (const { children: [key, value] = [] } of children) {
    if (!key || !value) continue
    if (entries.has(key.value)) throw fail(key.offset, 'this key stands twice')
    entries.set(key.value, valueOfNode(value, fail))
  }
  return Object.fromEntries(entries)
}

function locateInJson(text: string, root: Node, path: Path, end: End): Place {
  let { offset } = root
  let node: Node | undefined = root
  for (const part of path) {
    if (node?.type === 'array') {
      node = typeof part === 'number' ? node.children?.[part] : undefined
      offset = node?.offset ?? offset
      continue
    }
    const property: Node | undefined = node?.children?.find((child) => child.children?.[0]?.value === part)
    const [key, value] = property?.children ?? []
    offset = key?.offset ?? offset
    node = value
    if (!value) break
  }
  return placeAt(text, end === 'value' && node ? node.offset : offset)
}
