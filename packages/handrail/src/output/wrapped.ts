import stringWidth from 'string-width'

/**
 * Words of ours on lines of at most `width` columns.
 *
 * @param first what stands before the first line; the others are indented by as much.
 */
export function wrapped(text: string, width: number, first = ''): string {
  const indent = ' '.repeat(stringWidth(first))
  const lines: string[] = []
  let line = first
  let isEmpty = true
  for (const word of text.split(' ')) {
    if (!isEmpty && stringWidth(line) + 1 + stringWidth(word) > width) {
      lines.push(line)
      line = indent
      isEmpty = true
    }
    line += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, line].join('\n')
}
