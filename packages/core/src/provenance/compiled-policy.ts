import { kindOfName, type NameKind, remembered, wordsOfName } from '../evidence/name-kind.ts'
import { numberWords, roleMailboxes, units, wellKnownLiterals } from '../evidence/words.ts'
import type { ProvenancePolicy } from './policy.ts'

/** A policy in the form in which verdicts ask it. */
export interface CompiledPolicy {
  /** What a name is for (R6): the host's words, the longest first, and then the built-in lists. */
  kindOf(name: string): NameKind
  /** What the host's own words say about a name; `undefined` when they say nothing. */
  declaredKindOf(name: string): NameKind | undefined
  /** Mailboxes that any domain may have (R14). */
  readonly mailboxes: ReadonlySet<string>
  /** Values that look like ids and are known to everybody (R7). */
  readonly literals: ReadonlySet<string>
  /** Units behind a number (R7). */
  readonly units: ReadonlySet<string>
}

const builtIn: CompiledPolicy = {
  kindOf: kindOfName,
  declaredKindOf: () => undefined,
  mailboxes: roleMailboxes,
  literals: wellKnownLiterals,
  units,
}

const compiled = new WeakMap<ProvenancePolicy, CompiledPolicy>()

/** The compiled form of a policy, made once for each object. */
export function compiledPolicy(policy: ProvenancePolicy | undefined): CompiledPolicy {
  if (!policy) return builtIn
  const known = compiled.get(policy)
  if (known) return known
  const made = compile(policy)
  compiled.set(policy, made)
  return made
}

function compile(policy: ProvenancePolicy): CompiledPolicy {
  const kinds = new Map<string, NameKind>()
  const add = (kind: NameKind, entry: string) => {
    for (const form of formsOf(entry)) if (form !== '' && !kinds.has(form)) kinds.set(form, kind)
  }
  for (const entry of policy.idWords ?? []) add('id', entry)
  for (const thing of policy.numberedThings ?? [])
    for (const word of numberWords) add('id', `${thing} ${word}`)
  for (const entry of policy.quantityWords ?? []) add('quantity', entry)
  for (const entry of policy.contentWords ?? []) add('content', entry)
  for (const entry of policy.namingWords ?? []) add('naming', entry)
  for (const entry of policy.kindWords ?? []) add('kind', entry)
  const longest = Math.max(0, ...[...kinds.keys()].map((form) => form.split(' ').length))
  const declared = (name: string): NameKind | undefined => {
    const words = wordsOfName(name)
    const last = words.pop()?.replace(/\d+$/, '') ?? ''
    for (let count = Math.min(longest - 1, words.length); count >= 0; count--) {
      const kind = kinds.get([...words.slice(words.length - count), last].join(' '))
      if (kind) return kind
    }
    return undefined
  }
  return {
    kindOf: remembered((name) => declared(name) ?? kindOfName(name)),
    declaredKindOf: declared,
    mailboxes: joined(roleMailboxes, policy.roleMailboxes),
    literals: joined(wellKnownLiterals, policy.wellKnownLiterals),
    units: joined(units, policy.units),
  }
}

/** An entry as the words of a name, in the singular and in the plural: `orderRef` also stands for `order_refs`. */
function formsOf(entry: string): string[] {
  const form = wordsOfName(entry).join(' ')
  const plural = /(?:s|x|z|ch|sh)$/.test(form)
    ? `${form}es`
    : form.replace(/([^aeiou])y$/, '$1ie').concat('s')
  return form === '' ? [] : [form, plural]
}

function joined(known: ReadonlySet<string>, more: readonly string[] | undefined): ReadonlySet<string> {
  return more ? new Set([...known, ...more.map((entry) => entry.trim().toLowerCase())]) : known
}
