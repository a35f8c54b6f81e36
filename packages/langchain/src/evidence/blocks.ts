/** Types of content blocks whose bytes the model reads and we do not. */
const MEDIA = /image|audio|video|file|document|media|inline_?data|text-plain/i

/** The parts of a message's content: text as strings, other data as it is, and whether there is media beside. */
export function partsOf(content: unknown): { parts: unknown[]; isPartial: boolean } {
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [content ?? '']
  const parts: unknown[] = []
  let isPartial = false
  for (const block of blocks) {
    const text = (block as { text?: unknown } | null)?.text
    if (typeof text === 'string') parts.push(text)
    else if (!MEDIA.test(typeOfBlock(block))) parts.push(block)
    else isPartial = true
  }
  return { parts, isPartial }
}

export function typeOfBlock(block: unknown): string {
  const type = (block as { type?: unknown } | null)?.type
  return typeof type === 'string' ? type : ''
}

/** `undefined` for what JSON cannot hold. */
export function jsonOf(part: unknown): string | undefined {
  try {
    return JSON.stringify(part)
  } catch {
    return undefined
  }
}
