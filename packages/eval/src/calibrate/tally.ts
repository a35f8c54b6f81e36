import type { Confidence, KnownEffect } from '@handrail/core'
import type { LeafValue } from '../families/leaf.ts'
import { mutationFamilies } from '../families/mutation-families.ts'
import { emptyNamed, entryOf, type Named } from './named.ts'
import { addProblems, noProblems, type ProblemTally } from './problem-tally.ts'
import type { FlaggedCall } from './report-policies.ts'
import { addAll, emptySample, type Ranked, type Sample } from './sample.ts'

/** How a run ended. */
export const outcomes = ['successful', 'failed', 'unrated'] as const
export type Outcome = (typeof outcomes)[number]

/** The effects that can be judged. */
export const effects = ['write', 'destructive'] as const
export type JudgedEffect = (typeof effects)[number]

export const confidences = ['NONE', 'LOW', 'HIGH'] as const satisfies readonly Confidence[]

/** How many were judged, and how many of them flagged with which confidence. */
export interface Judged {
  judged: number
  HIGH: number
  LOW: number
}

/** What was counted of a tool that changes something. */
export interface ToolTally extends Judged {
  readonly name: string
  readonly effect: JudgedEffect
  readonly from: KnownEffect['from']
  calls: number
  readonly args: Named<Judged>
}

/** What was counted of a tool that is guessed to read. */
export interface GuessedReader {
  readonly name: string
  calls: number
}

/** One injected mint. */
export interface Injected extends Ranked {
  readonly toolName: string
  readonly conversation: string
  readonly file: string
  readonly line: number
  /** Which of the conversations on the line it is in. */
  readonly inLine: number
  readonly call: number
  /** Which of the judged values of the call it took the place of. */
  readonly nth: number
  /** That of the value, for people. */
  readonly path: string
  readonly original: LeafValue
  readonly minted: LeafValue
  /** `NONE`: it was missed. Absent until the call was judged with it. */
  readonly confidence?: Confidence
}

/** A flagged call of the recording. */
export type Flagged = Ranked & FlaggedCall

/**
 * Everything that is counted while going through recordings: of a bounded size, plain data, and the sum of the tallies of
 * its parts in any order.
 */
export interface Tally {
  readonly conversations: Record<Outcome, number>
  calls: number
  readonly changing: Record<JudgedEffect, number>
  /** Judged calls. */
  readonly judged: Record<JudgedEffect, Record<Confidence, Record<Outcome, number>>>
  /** By name, effect, and how it is known. */
  readonly tools: Named<ToolTally>
  readonly readers: Named<GuessedReader>
  /** Some of the flagged calls of every sort that a policy can tell apart. */
  readonly flagged: Record<JudgedEffect, Record<'HIGH' | 'LOW', Sample<Flagged>>>
  /** By effect, and in the order of the families. */
  readonly injected: Record<JudgedEffect, Sample<Injected>[]>
  readonly problems: ProblemTally
}

const MOST_TOOLS = 1_000
const MOST_ARGS = 200
const MOST_LISTED = 100

const zeros = (): Record<Outcome, number> => ({ successful: 0, failed: 0, unrated: 0 })
const byEffect = <T>(make: () => T): Record<JudgedEffect, T> => ({ write: make(), destructive: make() })

/** Nothing counted yet. */
export function emptyTally(injections: number): Tally {
  return {
    conversations: zeros(),
    calls: 0,
    changing: byEffect(() => 0),
    judged: byEffect(() => ({ NONE: zeros(), LOW: zeros(), HIGH: zeros() })),
    tools: emptyNamed(MOST_TOOLS),
    readers: emptyNamed(MOST_TOOLS),
    flagged: byEffect(() => ({ HIGH: emptySample(MOST_LISTED), LOW: emptySample(MOST_LISTED) })),
    injected: byEffect(() => mutationFamilies.map(() => emptySample(injections))),
    problems: noProblems(),
  }
}

/** The entry of a tool. */
export function toolIn(
  tools: Tally['tools'],
  { name, effect, from }: Pick<ToolTally, 'name' | 'effect' | 'from'>,
): ToolTally | undefined {
  const make = () => ({
    name,
    effect,
    from,
    calls: 0,
    judged: 0,
    HIGH: 0,
    LOW: 0,
    args: emptyNamed<Judged>(MOST_ARGS),
  })
  return entryOf(tools, JSON.stringify([name, effect, from]), make)
}

/** The entry of an argument. */
export function argIn(tool: ToolTally, name: string): Judged | undefined {
  return entryOf(tool.args, name, () => ({ judged: 0, HIGH: 0, LOW: 0 }))
}

/** The entry of a tool that is guessed to read. */
export function readerIn(readers: Tally['readers'], name: string): GuessedReader | undefined {
  return entryOf(readers, name, () => ({ name, calls: 0 }))
}

/** Adds the counts of one tally to another. */
export function addTally(sum: Tally, part: Tally): void {
  sum.calls += part.calls
  for (const outcome of outcomes) sum.conversations[outcome] += part.conversations[outcome]
  for (const effect of effects) {
    sum.changing[effect] += part.changing[effect]
    for (const confidence of confidences)
      for (const outcome of outcomes)
        sum.judged[effect][confidence][outcome] += part.judged[effect][confidence][outcome]
    for (const confidence of ['HIGH', 'LOW'] as const)
      addAll(sum.flagged[effect][confidence], part.flagged[effect][confidence])
    for (const [nth, sample] of sum.injected[effect].entries())
      addAll(sample, part.injected[effect][nth] ?? emptySample(0))
  }
  addProblems(sum.problems, part.problems)
  for (const tool of part.tools.byName.values()) {
    const mine = toolIn(sum.tools, tool)
    if (!mine) continue
    mine.calls += tool.calls
    addJudged(mine, tool)
    for (const [name, arg] of tool.args.byName) {
      const mineArg = argIn(mine, name)
      if (mineArg) addJudged(mineArg, arg)
    }
  }
  for (const [name, { calls }] of part.readers.byName) {
    const mine = readerIn(sum.readers, name)
    if (mine) mine.calls += calls
  }
}

function addJudged(sum: Judged, part: Judged): void {
  sum.judged += part.judged
  sum.HIGH += part.HIGH
  sum.LOW += part.LOW
}
