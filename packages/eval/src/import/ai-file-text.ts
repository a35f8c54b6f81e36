import { isFields } from './values.ts'

/**
 * The text of a file part of the AI SDK, when it is a text file that lies in the message itself.
 *
 * @returns `undefined` for images, documents, addresses and references: what we cannot read.
 */
export function textOfFile(mediaType: unknown, data: unknown): string | undefined {
  if (isFields(data) && data.type === 'text') return typeof data.text === 'string' ? data.text : undefined
  if (typeof mediaType !== 'string' || !/^text(\/|$)/i.test(mediaType)) return undefined
  const payload = isFields(data) ? (data.url ?? data.data) : data
  try {
    return typeof payload === 'string' ? decode(payload) : undefined
  } catch {
    return undefined
  }
}

function decode(text: string): string {
  if (!text.startsWith('data:')) return decodeBase64(text)
  const comma = text.indexOf(',')
  if (comma < 0) return decodeBase64(text)
  const payload = text.slice(comma + 1)
  return text.slice(0, comma).endsWith(';base64') ? decodeBase64(payload) : decodeURIComponent(payload)
}

/** Unlike that of Node's `Buffer`, this throws at what is none. */
function decodeBase64(text: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)))
}
