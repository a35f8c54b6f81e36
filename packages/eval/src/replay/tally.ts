import { type Conversation, isSuccessful, type Problem } from '../conversation.ts'
import type { CallFinding } from '../finding.ts'
import { BoundedList } from './bounded-list.ts'
import { BoundedMap, byUnits } from './bounded-map.ts'
import {
  addCounts,
  type Counts,
  copyOfCounts,
  countsOf,
  noCounts,
  type PolicyCounts,
  policyCounts,
} from './counts.ts'
import { type ReplayedCall, replayedCall, shortName } from './replayed-call.ts'
import { OTHER_PROBLEMS, type ProblemTotals, type ReplayReport } from './report.ts'
import { ToolTally } from './tool-tally.ts'

const MOST_LISTED = 1_000
const MOST_TOOLS = 1_000
const MOST_KINDS = 100

/** What a report is made of, while it grows. */
export class ReplayTally {
  readonly #policies: readonly PolicyCounts[]
  readonly #totals: Counts = noCounts()
  readonly #tools = new BoundedMap<ToolTally>(MOST_TOOLS)
  readonly #flagged = new BoundedList<ReplayedCall>(MOST_LISTED, byCall)
  readonly #problems = new BoundedList<Problem>(MOST_LISTED, lostFirst)
  readonly #kinds = new BoundedMap<{ times: number; lost: number }>(MOST_KINDS)
  readonly #allKinds = { times: 0, lost: 0 }

  /** @param policies the names of the policies, in their order. */
  constructor(policies: readonly string[]) {
    this.#policies = policies.map(policyCounts)
  }

  /** Counts a conversation and what was found out about its calls. */
  take(conversation: Conversation, findings: readonly CallFinding[]): void {
    const succeeded = isSuccessful(conversation)
    this.#totals.conversations++
    if (succeeded) this.#totals.successful.conversations++
    for (const finding of findings) this.#takeCall(finding, succeeded)
  }

  /** Counts something that could not be read, or was mended. */
  problem(problem: Problem): void {
    this.#problems.add([problem])
    this.#addKind({ kind: shortName(problem.kind ?? OTHER_PROBLEMS), times: 1, lost: Number(problem.lost) })
  }

  /** Counts what was read. */
  read({ files = 0, bytes = 0 }: { readonly files?: number; readonly bytes?: number }): void {
    this.#totals.files += files
    this.#totals.bytes += bytes
  }

  /** Adds what another tally found, of the same policies in the same order. */
  add({ totals, policies, tools, flagged, problems, problemKinds }: ReplayReport): void {
    addCounts(this.#totals, totals)
    for (const [at, mine] of this.#policies.entries()) {
      const more = policies[at]
      if (more) addCounts(mine, more)
    }
    for (const tool of tools) this.#tools.at(tool.tool, () => new ToolTally())?.add(tool)
    this.#flagged.add(flagged.listed, flagged.leftOut)
    this.#problems.add(problems.listed, problems.leftOut)
    for (const kind of problemKinds) this.#addKind(kind)
  }

  /** How much was counted. */
  get size(): { readonly conversations: number; readonly calls: number } {
    const { conversations, calls } = this.#totals
    return { conversations, calls }
  }

  report(): ReplayReport {
    const tools = this.#tools.entries().map(([name, tally]) => tally.totals(name))
    return {
      ...{ kind: 'handrail.replay', version: 1 },
      totals: copyOfCounts(this.#totals),
      policies: this.#policies.map(copyOfCounts),
      tools,
      callsOfOtherTools: this.#totals.calls - tools.reduce((sum, { calls }) => sum + calls, 0),
      flagged: this.#flagged.listed(),
      problems: this.#problems.listed(),
      problemKinds: this.#problemKinds(),
    }
  }

  #addKind({ kind, times, lost }: ProblemTotals): void {
    addCounts(this.#allKinds, { times, lost })
    const known = kind === OTHER_PROBLEMS ? undefined : this.#kinds.at(kind, () => ({ times: 0, lost: 0 }))
    if (known) addCounts(known, { times, lost })
  }

  #problemKinds(): ProblemTotals[] {
    const kinds = this.#kinds.entries().map(([kind, counts]) => ({ kind, ...counts }))
    const rest = { ...this.#allKinds }
    for (const { times, lost } of kinds) addCounts(rest, { times: -times, lost: -lost })
    return rest.times === 0 ? kinds : [...kinds, { kind: OTHER_PROBLEMS, ...rest }]
  }

  #takeCall(finding: CallFinding, succeeded: boolean): void {
    const counts = countsOf(finding)
    const { calls, changing, judged, flagged } = counts
    // Most calls only read, and count for nothing more than that.
    if (changing + counts.faults === 0) this.#totals.calls += calls
    else addCounts(this.#totals, counts)
    if (succeeded) {
      const { successful } = this.#totals
      successful.calls += calls
      successful.changing += changing
      successful.judged += judged
      successful.flagged += flagged
    }
    this.#tools.at(shortName(finding.toolName), () => new ToolTally())?.take(finding, counts)
    if (counts.changing > 0)
      for (const mine of this.#policies) {
        const would = finding.policies[mine.policy]
        if (!would) continue
        mine.calls[would.intervention]++
        if (would.dispatched) continue
        mine.withheld++
        if (succeeded) mine.withheldOfSuccessful++
      }
    if (counts.flagged === 0 && counts.faults === 0) return
    if (this.#flagged.wants(finding)) this.#flagged.add([replayedCall(finding)])
    else this.#flagged.pass()
  }
}

/** What was left out matters more than what was mended. */
function lostFirst(a: Problem, b: Problem): number {
  return Number(b.lost) - Number(a.lost) || byPlace(a, b) || byUnits(a.message, b.message)
}

function byPlace(a: Pick<Problem, 'place'>, b: Pick<Problem, 'place'>): number {
  return byUnits(a.place.file, b.place.file) || a.place.line - b.place.line
}

function byCall(a: ReplayedCall, b: ReplayedCall): number {
  return byPlace(a, b) || byUnits(a.conversation, b.conversation) || a.call - b.call
}
