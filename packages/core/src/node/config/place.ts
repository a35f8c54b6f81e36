import { isAbsolute, relative, sep } from 'node:path'

/** A place in a file, as editors count: lines and columns from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** The way to a value in a document: keys of tables and indexes of lists. */
export type Path = readonly (string | number)[]

/** The place of an offset in a text. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset)
  const lastBreak = before.lastIndexOf('\n')
  let line = 1
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line++
  return { line, column: offset - lastBreak }
}

/** A file as a message names it: from the folder that people are in, where the file lies within it. */
export function shownFile(file: string): string {
  const path = relative(process.cwd(), file)
  return path === '' || isAbsolute(path) || path === '..' || path.startsWith(`..${sep}`) ? file : path
}

/** `handrail.toml:3:1`, as editors and terminals link it. */
export function shownPlace(file: string, place?: Place): string {
  return place ? `${shownFile(file)}:${place.line}:${place.column}` : shownFile(file)
}
