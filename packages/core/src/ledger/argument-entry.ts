import type { Origin } from '../provenance/origin/origin.ts'
import type { ArgProvenance } from '../provenance/verdict.ts'
import type { LedgerEntry, LedgerText } from './ledger-entry.ts'
import { bare, type NameRule, privateName, privatePath } from './private-names.ts'
import { nameOf, type Texts } from './texts.ts'

type ArgumentEntry = LedgerEntry['arguments'][number]
type OriginEntry = ArgumentEntry['origins'][number]

const MOST_PARTS = 16
const MOST_ORIGINS = 8
const LONGEST_PATH = 1_024

/**
 * What a ledger keeps of an argument.
 *
 * @param reasonOf keeps a reason: it may quote an error, and an error whatever it likes.
 */
export function argumentEntry(
  arg: ArgProvenance,
  texts: Texts,
  reasonOf: (reason: string) => LedgerText,
): ArgumentEntry {
  const { argName, stance, how, reason, valueRepr, componentsChecked, componentsUnmatched, origin } = arg
  const unmatched = new Set(componentsUnmatched)
  const parts = [...new Set(componentsChecked)].slice(0, MOST_PARTS)
  const origins = origin?.parts.slice(0, MOST_ORIGINS) ?? []
  const { digest } = texts
  const rule = digest && { values: parts.map(bare), digest }
  return {
    name: nameOf(rule ? privateName(argName, rule) : argName),
    stance,
    ...(how && { how }),
    reason: reasonOf(reason),
    ...(stance !== 'ABSTAIN' && { value: texts.of(valueRepr) }),
    parts: parts.map((part) => ({ text: texts.of(part), seen: !unmatched.has(part) })),
    checked: componentsChecked.length,
    unmatched: componentsUnmatched.length,
    origins: origins.map((each) => originEntry(each, rule)),
  }
}

function originEntry(
  { source, entry, role, toolName, toolCallId, path, excerpt }: Origin,
  rule: NameRule | undefined,
): OriginEntry {
  const known = path?.map((each) => (rule ? privatePath(each, rule) : each))
  const length = known?.reduce((sum, each) => sum + each.length, 0) ?? 0
  return {
    source,
    entry,
    ...(role !== undefined && { role }),
    ...(toolName !== undefined && { tool: nameOf(toolName) }),
    ...(toolCallId !== undefined && { callId: nameOf(toolCallId) }),
    ...(known && length <= LONGEST_PATH && { path: known }),
    ...(!rule && { excerpt: { ...excerpt } }),
  }
}
