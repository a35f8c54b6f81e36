/** A part of a text, in UTF-16 units from 0. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A part of a text that arguments came from. */
export interface Mark extends Span {
  /** Its name in the page, by which arguments refer to it. */
  readonly id: string
}

/** A part of a text within a line. */
export interface Slice extends Span {
  /** Whether it is the name of a member of JSON. */
  readonly name?: boolean
}

/** One line as it is shown: parts of the text, and how far it is moved in. */
export interface Line {
  readonly indent: number
  readonly slices: readonly Slice[]
}

/** Whether two parts of a text have something in common. */
export function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}
