import { parse, TomlError } from 'smol-toml'
import type { AST } from 'toml-eslint-parser'
import { configError } from './config-error.ts'
import type { ConfigDocument, End } from './document.ts'
import type { Path, Place } from './place.ts'

/**
 * Reads TOML.
 *
 * @throws HandrailError `INVALID_CONFIG` with line and column when the text is no TOML.
 */
export function tomlDocument(file: string, text: string): ConfigDocument {
  let tree: Promise<AST.TOMLTopLevelTable | undefined> | undefined
  try {
    return {
      value: parse(text),
      async locate(path, end) {
        tree ??= treeOf(text)
        return locateInTree(await tree, path, end)
      },
    }
  } catch (cause) {
    if (!(cause instanceof TomlError))
      throw configError(file, undefined, 'Expected TOML, got tables that lie too deep in each other.', cause)
    const [why = ''] = cause.message.replace('Invalid TOML document: ', '').split('\n')
    throw configError(file, { line: cause.line, column: cause.column }, `Expected TOML, but ${why}.`, cause)
  }
}

/** The parser that knows places is loaded only when a message needs one. */
async function treeOf(text: string): Promise<AST.TOMLTopLevelTable | undefined> {
  try {
    const { parseTOML } = await import('toml-eslint-parser')
    return parseTOML(text, { tomlVersion: 'latest' }).body[0]
  } catch {
    // It reads another dialect, or gave up on the depth: the message then does without a place.
    return undefined
  }
}

function locateInTree(tree: AST.TOMLTopLevelTable | undefined, path: Path, end: End): Place | undefined {
  if (!tree) return undefined
  const search = new Search(path, end)
  search.entries(tree.body, [])
  return search.best && { line: search.best.line, column: search.best.column + 1 }
}

/** Looks for what is written for most of a path. */
class Search {
  best: AST.Position | undefined
  readonly #path: Path
  readonly #end: End
  #depth = 0

  constructor(path: Path, end: End) {
    this.#path = path
    this.#end = end
  }

  entries(entries: readonly (AST.TOMLKeyValue | AST.TOMLTable)[], above: Path): void {
    for (const entry of entries) {
      const { keys } = entry.key
      const isTable = entry.type === 'TOMLTable'
      const names = keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value))
      const full: Path = isTable ? entry.resolvedKey : [...above, ...names]
      const shared = this.#shared(full)
      // Indexes in lists of tables are counted, not written.
      const written = full
        .slice(isTable ? 0 : above.length, shared)
        .filter((part) => typeof part === 'string')
      this.#note(shared, keys[written.length - 1]?.loc.start)
      if (shared < full.length) continue
      if (isTable) this.entries(entry.body, full)
      else this.#value(entry.value, full)
    }
  }

  #value(value: AST.TOMLContentNode, at: Path): void {
    if (at.length === this.#path.length) {
      if (this.#end === 'value') this.#note(at.length + 1, value.loc.start)
      return
    }
    if (value.type === 'TOMLInlineTable') this.entries(value.body, at)
    const index = this.#path[at.length]
    const element = value.type === 'TOMLArray' && typeof index === 'number' && value.elements[index]
    if (!element) return
    this.#note(at.length + 1, element.loc.start)
    this.#value(element, [...at, index])
  }

  #shared(full: Path): number {
    const differs = full.findIndex((part, at) => part !== this.#path[at])
    return differs < 0 ? full.length : differs
  }

  #note(depth: number, found: AST.Position | undefined): void {
    if (!found || depth <= this.#depth) return
    this.#depth = depth
    this.best = found
  }
}
