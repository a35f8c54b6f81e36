import type { GuardRecord } from '../guard/record.ts'
import type { ArgProvenance } from '../provenance/verdict.ts'
import { argumentEntry } from './argument-entry.ts'
import type { LedgerEntry, LedgerText } from './ledger-entry.ts'
import { nameOf, ownText, textsBy } from './texts.ts'

/** How {@link ledgerEntryOf} writes a record down. */
export interface LedgerEntryOptions {
  /**
   * Makes the digest of a text: HMAC-SHA-256 in hex, or the like. Without it texts stand in the entry as they are,
   * minted values and excerpts of tool results included.
   */
  readonly digest?: ((text: string) => string) | undefined
  /** The number of the entry in its ledger; that of the record in its guard by default. */
  readonly sequence?: number
}

const MOST_ARGUMENTS = 200
const MOST_FAULTS = 16

/**
 * What a ledger keeps of a record: plain data that no longer changes, whatever becomes of the conversation. The paths of
 * origins are worked out here, from the texts that hold them: microseconds for small results, milliseconds for
 * megabytes. A path may be absent where the app has changed what a tool returned since.
 *
 * With `digest`, nothing that the model, a tool, a user or an error said stands in the entry in plain text, but for names
 * of tools, call ids, and those names of arguments and steps of paths that look like names and repeat no value. The reasons
 * of verdict and decision are made of our own words and such names, and stay readable where judging did not fail.
 *
 * @example
 * const guard = createGuard({ onRecord: (record) => console.log(JSON.stringify(ledgerEntryOf(record))) })
 */
export function ledgerEntryOf(record: GuardRecord, options: LedgerEntryOptions = {}): LedgerEntry {
  const { assessment, proposal, outcome, faults, time } = record
  const { call, effect, verdict, decision, earlierAttempts, durationMs } = assessment
  const texts = textsBy(options.digest)
  const stages = faults.slice(0, MOST_FAULTS).map((fault) => stageOf(fault, record))
  // Where judging failed, the reasons quote the error, and an error may quote anything.
  const quotes = stages.some((stage) => stage === 'judging' || stage === 'outcome')
  const reasonOf: (reason: string) => LedgerText = quotes ? texts.of : ownText
  const kept = argumentsToKeep(verdict.args)
  const args = kept.map((arg) => argumentEntry(arg, texts, reasonOf))
  // The decision's reason tells names of arguments, those that are hidden above included.
  const names = verdict.args.length > kept.length || args.some(({ name }, i) => name !== kept[i]?.argName)
  const leftOut = verdict.args.length - kept.length
  const { suspended, approved, edited } = outcome
  return {
    kind: 'call',
    version: 1,
    sequence: options.sequence ?? record.sequence,
    time: isoOf(time),
    tool: nameOf(call.toolName),
    callId: nameOf(call.toolCallId),
    effect: effect.effect,
    effectFrom: effect.from,
    arguments: args,
    ...(leftOut > 0 && { argumentsLeftOut: leftOut }),
    confidence: decision.confidence,
    decision: {
      intervention: decision.intervention,
      rung: nameOf(decision.rung.key),
      reason: names ? texts.of(decision.reason) : reasonOf(decision.reason),
    },
    earlierAttempts,
    handler: nameOf(proposal.handler),
    proposal: {
      intervention: proposal.intervention,
      dispatches: proposal.dispatchCall,
      replacesResult: proposal.syntheticResult !== null,
      note: texts.of(proposal.note),
      reason: texts.of(proposal.reason),
    },
    outcome: {
      intervention: outcome.intervention,
      dispatched: outcome.dispatched,
      ...(suspended !== undefined && { suspended }),
      ...(approved !== undefined && { approved }),
      ...(edited !== undefined && { edited }),
    },
    faults: stages.map((stage, i) => ({ stage, text: texts.of(faults[i] ?? '') })),
    durationMs: Math.round(durationMs * 1_000) / 1_000,
  }
}

/** The arguments in their order; where there are too many, those that look minted before the others. */
function argumentsToKeep(args: readonly ArgProvenance[]): readonly ArgProvenance[] {
  if (args.length <= MOST_ARGUMENTS) return args
  const isMinted = (arg: ArgProvenance) => arg.stance === 'UNSUPPORTED'
  return [...args.filter(isMinted), ...args.filter((arg) => !isMinted(arg))].slice(0, MOST_ARGUMENTS)
}

/** Where a fault of a record came about. A record names the faults of its sinks last, by themselves. */
function stageOf(
  fault: string,
  { assessment, outcome }: GuardRecord,
): LedgerEntry['faults'][number]['stage'] {
  if (assessment.faults.includes(fault)) return 'judging'
  if (fault === outcome.fault) return 'outcome'
  return fault.startsWith('onRecord failed: ') ? 'onRecord' : 'handler'
}

/** A moment as a ledger writes it; the beginning of 1970 for what is none between the years 0 and 9999. */
function isoOf(time: number): string {
  const date = new Date(time)
  const year = date.getUTCFullYear()
  return (year >= 0 && year <= 9_999 ? date : new Date(0)).toISOString()
}
