import { type Fields, isFields, nameOf } from './values.ts'

/** A message of LangChain, whatever it was written as. */
export interface LangChainMessage {
  /** `'user'`, `'system'`, `'assistant'`, `'tool'` or `'remove'`; anything else is not known. */
  readonly role: string
  readonly fields: Fields
}

const roles: Readonly<Record<string, string>> = {
  human: 'user',
  user: 'user',
  system: 'system',
  developer: 'system',
  ai: 'assistant',
  assistant: 'assistant',
  tool: 'tool',
  function: 'tool',
  remove: 'remove',
}

/**
 * Reads what is around a message: what JSON makes of one (`lc`), what stores keep (`data`), the plain forms with a `role`
 * or a `type`, a pair of author and text, and a text by itself.
 */
export function langChainMessageOf(message: unknown): LangChainMessage | undefined {
  if (typeof message === 'string') return { role: 'user', fields: { content: message } }
  if (Array.isArray(message)) return { role: roleOf(message[0]), fields: { content: message[1] } }
  if (!isFields(message)) return undefined
  const { lc, id, kwargs, type, role, data } = message
  if (lc === 1 && isFields(kwargs)) {
    const name = nameOf(Array.isArray(id) ? id.at(-1) : undefined)
    return withRole(name.replace(/Message(?:Chunk)?$/, '').toLowerCase(), kwargs)
  }
  if (isFields(data) && typeof type === 'string') return withRole(type, data)
  // How stores kept them at first.
  if (!('content' in message) && typeof message.text === 'string')
    return withRole(nameOf(type), { ...message, content: message.text })
  return withRole(nameOf(role) || nameOf(type), message)
}

/** A generic message says itself who wrote it. */
function withRole(type: string, fields: Fields): LangChainMessage {
  const isGeneric = type === 'generic' || type === 'chat'
  return { role: roleOf(isGeneric ? fields.role : type), fields }
}

function roleOf(name: unknown): string {
  const text = nameOf(name)
  return Object.hasOwn(roles, text) ? (roles[text] as string) : text
}
