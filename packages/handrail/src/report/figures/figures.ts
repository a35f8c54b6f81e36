import type { ArgumentOrigin, Intervention, ToolEffect } from '@handrail/core'
import type { Place, Problem, Share, WouldBe } from '@handrail/eval'

/** The numbers of the page, wherever they come from. */
export interface Figures {
  readonly conversations: number
  readonly calls: number
  /** Calls of tools that change something: only they are judged. */
  readonly changing: number
  /** Of these, the calls of which an argument was judged, and how many of them were flagged. */
  readonly flagged: Share
  /** Calls that could not be judged. */
  readonly faults: number
  readonly policies: readonly PolicyFigures[]
  readonly tools: readonly ToolFigures[]
  /** Calls of tools that are not among {@link tools}. */
  readonly callsOfOtherTools: number
  readonly flaggedCalls: readonly FlaggedCall[]
  /** Flagged calls that are not among {@link flaggedCalls}. */
  readonly otherFlagged: number
  /** What could not be read, or was mended. */
  readonly problems: {
    readonly total: number
    readonly listed: readonly Problem[]
  }
}

/** What one policy would have done with the calls that change something. */
export interface PolicyFigures {
  readonly policy: string
  readonly rungs: Readonly<Record<Intervention, number>>
  readonly withheld: number
}

/** The calls of one tool. */
export interface ToolFigures {
  readonly tool: string
  /** Usually one; conversations may disagree. */
  readonly effects: readonly ToolEffect[]
  /** How the effect is known, in words. */
  readonly knownBy: string
  readonly calls: number
  readonly flagged: Share
  /** Flagged calls by policy and rung. */
  readonly rungs: ReadonlyMap<string, Readonly<Record<Intervention, number>>>
}

/** A call with a value that was found nowhere. */
export interface FlaggedCall {
  readonly conversation: string
  readonly place: Place
  readonly toolName: string
  /** The number of its entry in the conversation. */
  readonly entry: number
  readonly unseen: readonly ArgumentOrigin[]
  readonly policies: Readonly<Record<string, WouldBe>>
}
