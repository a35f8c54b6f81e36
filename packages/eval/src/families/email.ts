import { another, isDigit } from './chars.ts'
import { isEmail } from './parts.ts'
import type { Random } from './random.ts'

const names = [
  'martin',
  'oksana',
  'tobias',
  'renata',
  'keiko',
  'dunstan',
  'ludmila',
  'farouk',
  'ingrid',
  'pascal',
]
const surnames = [
  'holloway',
  'brandt',
  'quintero',
  'marlow',
  'ostrova',
  'tanner',
  'vesely',
  'okoro',
  'lindqvist',
]
const domains = [
  'mailhost.example',
  'webpost.example',
  'corp-mail.example',
  'inboxes.test',
  'letterbox.example',
]

/** Another person at the same domain. */
export function newEmailName(value: string, random: Random): string | undefined {
  if (!isEmail(value)) return undefined
  const [local = '', domain = ''] = cut(value)
  const sign = /[._-]/.exec(local)?.[0] ?? '.'
  const digits = /\p{Nd}*$/u.exec(local)?.[0] ?? ''
  return `${random.pick(names)}${sign}${random.pick(surnames)}${digits}@${domain}`
}

/** The same person with other digits, or with digits where there were none. */
export function newEmailDigits(value: string, random: Random): string | undefined {
  if (!isEmail(value)) return undefined
  const [local = '', domain = ''] = cut(value)
  if (!/\p{Nd}/u.test(local)) return `${local}${10 + random.below(90)}@${domain}`
  const chars = [...local].map((char) => (isDigit(char) ? another(char, random, false) : char))
  return `${chars.join('')}@${domain}`
}

/** The same person at a domain that nobody mentioned. */
export function newEmailDomain(value: string, random: Random): string | undefined {
  if (!isEmail(value)) return undefined
  return `${cut(value)[0]}@${random.pick(domains)}`
}

function cut(value: string): [string, string] {
  const at = value.lastIndexOf('@')
  return [value.slice(0, at), value.slice(at + 1)]
}
