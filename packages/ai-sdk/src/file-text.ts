/**
 * The text of a file part, when it is a text file that lies in the message itself.
 *
 * @returns `undefined` for images, documents, addresses and references: what we cannot read.
 */
export function textOfFile(mediaType: unknown, data: unknown): string | undefined {
  const { type, text, ...tagged } = isTagged(data) ? data : { data }
  if (type === 'text') return typeof text === 'string' ? text : undefined
  if (typeof mediaType !== 'string' || !/^text(\/|$)/i.test(mediaType)) return undefined
  try {
    return decode('url' in tagged ? tagged.url : tagged.data)
  } catch {
    return undefined
  }
}

interface Tagged {
  readonly type?: unknown
  readonly text?: unknown
  readonly data?: unknown
  readonly url?: unknown
}

function isTagged(data: unknown): data is Tagged {
  return typeof data === 'object' && data !== null && 'type' in data
}

function decode(data: unknown): string | undefined {
  if (data instanceof Uint8Array || data instanceof ArrayBuffer) return new TextDecoder().decode(data)
  const text = data instanceof URL ? data.href : data
  if (typeof text !== 'string') return undefined
  const [, base64, payload] = /^data:[^,]*?(;base64)?,(.*)$/s.exec(text) ?? [undefined, ';base64', text]
  return base64 ? decodeBase64(payload ?? '') : decodeURIComponent(payload ?? '')
}

function decodeBase64(text: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)))
}
