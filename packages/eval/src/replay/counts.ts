import type { Intervention } from '@handrail/core'
import type { CallFinding } from '../finding.ts'
import type { PolicyTotals, ReplayTotals } from './report.ts'

/** Numbers that can be added up, in objects of any depth; whatever else an object holds stays as it is. */
export type Writable<T> = { -readonly [Key in keyof T]: T[Key] extends object ? Writable<T[Key]> : T[Key] }

/** Totals that grow. */
export type Counts = Writable<ReplayTotals>

/** Totals of a policy that grow. */
export type PolicyCounts = Writable<PolicyTotals>

/** Nothing counted yet. */
export function noCounts(): Counts {
  return {
    ...{ files: 0, bytes: 0, conversations: 0, calls: 0, changing: 0, judged: 0, flagged: 0 },
    confidence: { HIGH: 0, LOW: 0, NONE: 0 },
    stances: { SUPPORTED: 0, UNSUPPORTED: 0, ABSTAIN: 0 },
    faults: 0,
    successful: { conversations: 0, calls: 0, changing: 0, judged: 0, flagged: 0 },
  }
}

/** No calls of a policy yet. */
export function policyCounts(policy: string): PolicyCounts {
  const calls: Record<Intervention, number> = { OBSERVE: 0, WARN: 0, BLOCK: 0, DEFER: 0 }
  return { policy, calls, withheld: 0, withheldOfSuccessful: 0 }
}

/** What one call counts for. */
export type CallCounts = Pick<
  Counts,
  'calls' | 'changing' | 'judged' | 'flagged' | 'confidence' | 'stances' | 'faults'
>

/** What one call counts for. */
export function countsOf({ effect, verdict, confidence, faults }: CallFinding): CallCounts {
  const stances = { SUPPORTED: 0, UNSUPPORTED: 0, ABSTAIN: 0 }
  const byConfidence = { HIGH: 0, LOW: 0, NONE: 0 }
  const isChanging = effect.effect !== 'read'
  if (isChanging) {
    byConfidence[confidence]++
    for (const { stance } of verdict.args) stances[stance]++
  }
  return {
    ...{ calls: 1, changing: Number(isChanging) },
    judged: Number(stances.SUPPORTED + stances.UNSUPPORTED > 0),
    flagged: Number(isChanging && !verdict.believe),
    confidence: byConfidence,
    stances,
    faults: Number(faults !== undefined && faults.length > 0),
  }
}

interface Numbers {
  readonly [name: string]: number | string | Numbers
}

/** Adds numbers to those of the same name. */
export function addCounts(to: object, more: object): void {
  const sums = to as Record<string, number | object>
  for (const [name, count] of Object.entries(more as Numbers)) {
    const sum = sums[name]
    if (typeof count === 'number') sums[name] = (typeof sum === 'number' ? sum : 0) + count
    else if (typeof count === 'object' && typeof sum === 'object') addCounts(sum, count)
  }
}

/** The same numbers in objects of their own. */
export function copyOfCounts<T extends object>(counts: T): T {
  const copy = { ...counts }
  for (const [name, count] of Object.entries(counts))
    if (typeof count === 'object') Object.assign(copy, { [name]: copyOfCounts(count as object) })
  return copy
}
