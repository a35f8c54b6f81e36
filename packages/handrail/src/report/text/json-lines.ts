import type { Line, Slice } from './span.ts'

/** What fits on one line is not taken apart, in characters. */
const WIDTH = 84
/** Deeper levels are not moved in any further. */
const DEEPEST = 12

/**
 * JSON laid out for people, in parts of the text as it came, so that a place in the text is a place in the lines.
 * Objects and lists that fit on a line stay on it. `undefined` when the text is no JSON, or a single value.
 */
export function jsonLines(text: string): Line[] | undefined {
  if (!/^\s*[{[]/.test(text) || !isJson(text)) return undefined
  const ends = closings(text)
  const writer = new LineWriter()
  let flatUntil = -1
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string
    const flat = at < flatUntil
    if (char === '"') {
      const end = endOfString(text, at)
      writer.add({ start: at, end, ...(isName(text, end) && { name: true }) })
      at = end - 1
    } else if (char === '{' || char === '[') {
      const end = ends.get(at) as number
      const first = firstInk(text, at + 1)
      if (!flat && end - at + writer.column <= WIDTH) flatUntil = end
      writer.add({ start: at, end: at + 1 })
      if (first === end) {
        writer.add({ start: end, end: end + 1 })
        at = end
      } else if (at >= flatUntil) writer.open()
      else if (char === '{') writer.blank()
    } else if (char === '}' || char === ']') {
      if (at > flatUntil) writer.close()
      else if (char === '}') writer.blank()
      writer.add({ start: at, end: at + 1 })
    } else if (char === ',' || char === ':') {
      writer.add({ start: at, end: at + 1 })
      if (char === ',' && !flat) writer.next()
      else writer.blank()
    } else if (!isBlank(char)) {
      let end = at + 1
      while (end < text.length && !/[\s,:{}[\]"]/.test(text[end] as string)) end++
      writer.add({ start: at, end })
      at = end - 1
    }
  }
  return writer.lines
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Where each bracket is closed. */
function closings(text: string): Map<number, number> {
  const ends = new Map<number, number>()
  const open: number[] = []
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '"') at = endOfString(text, at) - 1
    else if (char === '{' || char === '[') open.push(at)
    else if (char === '}' || char === ']') ends.set(open.pop() as number, at)
  }
  return ends
}

/** The place after the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function isName(text: string, end: number): boolean {
  return text[firstInk(text, end)] === ':'
}

function firstInk(text: string, from: number): number {
  let at = from
  while (isBlank(text[at])) at++
  return at
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\n' || char === '\r' || char === '\t'
}

/** Blanks between parts of a line that the text does not hold. */
export const BLANK: Slice = Object.freeze({ start: -1, end: -1 })

class LineWriter {
  readonly lines: Line[] = []
  #slices: Slice[] = []
  #depth = 0
  #width = 0

  constructor() {
    this.#begin()
  }

  /** How long the line is by now. */
  get column(): number {
    return Math.min(this.#depth, DEEPEST) * 2 + this.#width
  }

  add(slice: Slice): void {
    this.#slices.push(slice)
    this.#width += slice.end - slice.start
  }

  blank(): void {
    this.#slices.push(BLANK)
    this.#width++
  }

  open(): void {
    this.#depth++
    this.#begin()
  }

  close(): void {
    this.#depth--
    this.#begin()
  }

  next(): void {
    this.#begin()
  }

  #begin(): void {
    this.#slices = []
    this.#width = 0
    this.lines.push({ indent: Math.min(this.#depth, DEEPEST), slices: this.#slices })
  }
}
