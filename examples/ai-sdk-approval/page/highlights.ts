import type { OriginPlace } from '@handrail/core'
import { isToolUIPart } from 'ai'
import type { DeskMessage } from '../server/message.ts'

/** An argument of a call, which the person points at. */
export interface ActiveArgument {
  readonly toolCallId: string
  readonly argName: string
}

/** A place in the conversation that an argument came from. */
export interface Highlight {
  /** The argument. */
  readonly argName: string
  readonly active: boolean
  /** Whether the call waits for a decision; then the place is named after the argument. */
  readonly waits: boolean
  readonly place: OriginPlace
}

/** What is highlighted, by where it stands. */
export interface Highlights {
  /** The leaf of a tool's result; the path is one of `pathTo`. */
  at(toolCallId: string, path: string): Highlight | undefined
  /** The places in a text of the user. */
  inText(text: string): readonly (Highlight & Range)[]
}

export interface Range {
  readonly start: number
  readonly end: number
}

export const NO_HIGHLIGHTS: Highlights = { at: () => undefined, inText: () => [] }

/** What stands out: the origins of calls that wait for a decision, and of the argument that the person points at. */
export function highlightsIn(
  messages: readonly DeskMessage[],
  active: ActiveArgument | undefined,
): Highlights {
  const parts = messages.flatMap((message) => message.parts)
  const waiting = new Set(
    parts
      .filter((part) => isToolUIPart(part))
      .filter(({ state }) => state === 'approval-requested')
      .map(({ toolCallId }) => toolCallId),
  )
  const shown: Highlight[] = []
  for (const part of parts)
    if (part.type === 'data-origins')
      for (const { argName, places } of part.data) {
        const isActive = active?.toolCallId === part.id && active?.argName === argName
        const waits = part.id !== undefined && waiting.has(part.id)
        if (isActive || waits)
          shown.push(...places.map((place) => ({ argName, place, waits, active: isActive })))
      }
  // The one that the person points at wins where two share a place.
  shown.sort((a, b) => Number(b.active) - Number(a.active))

  return {
    at: (toolCallId, path) =>
      shown.find(({ place }) => place.toolCallId === toolCallId && place.path?.[0] === path),
    inText: (text) => withoutOverlaps(shown.flatMap((highlight) => rangeIn(text, highlight) ?? [])),
  }
}

/** Where a highlight stands in a text, if it is this text that the place means. */
function rangeIn(text: string, highlight: Highlight): (Highlight & Range) | undefined {
  const { source, offset, length, excerpt } = highlight.place
  if (source !== 'TASK_TEXT' || offset === undefined || length === undefined) return undefined
  const found = excerpt.text.slice(excerpt.start, excerpt.end)
  const end = offset + length
  return text.slice(offset, end) === found ? { ...highlight, start: offset, end } : undefined
}

function withoutOverlaps<T extends Range>(ranges: readonly T[]): T[] {
  const kept: T[] = []
  for (const range of ranges)
    if (!kept.some(({ start, end }) => range.start < end && start < range.end)) kept.push(range)
  return kept.sort((a, b) => a.start - b.start)
}

/** The path of a member, as `ArgumentOrigin` writes it: `$.orders[2].order_id`. */
export function pathTo(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`
  return /^[a-z_]\w*$/i.test(key) ? `${parent}.${key}` : `${parent}['${key}']`
}

/** Brings the first place of an argument into view. */
export function scrollToHighlight(argName: string): void {
  document
    .querySelector(`mark[data-argument="${CSS.escape(argName)}"]`)
    ?.scrollIntoView({ block: 'center', behavior: 'smooth' })
}
