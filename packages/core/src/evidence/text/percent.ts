const escapes = /(?:%[0-9a-f]{2})+/gi

/** A text with its percent escapes decoded (RFC 3986); as it is when they are none. */
export function percentDecoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The same escape by escape, so that one that is none leaves the others. */
export function escapesDecoded(text: string): string {
  return text.replaceAll(escapes, percentDecoded)
}
