import type { ToolArg, TranscriptEntry } from '../packages/core/src/index.ts'
import { hostileValue } from './hostile.ts'
import type { EntryPlan, Plan, ValuePlan } from './plan.ts'

/** What a plan describes. */
export interface Case {
  readonly entries: readonly TranscriptEntry[]
  readonly more: readonly TranscriptEntry[]
  readonly args: readonly ToolArg[]
  /** Names of the arguments whose only value is the planted token. */
  readonly planted: ReadonlySet<string>
}

/** Makes everything that a plan describes anew. */
export function make(plan: Plan): Case {
  const { token, before, after, at } = plan.planted
  const entries: EntryPlan[] = [...plan.entries]
  entries.splice(Math.min(at, entries.length), 0, {
    kind: 'task',
    role: 'user',
    text: `${before} ${token}\n${after}`,
  })
  const texts = entries.flatMap(textOf)
  const value = (described: ValuePlan) => valueFrom(described, texts, token)
  const entryOf = (entry: EntryPlan): TranscriptEntry =>
    entry.kind === 'call'
      ? { ...entry, args: value(entry.args) }
      : entry.kind === 'result'
        ? { ...entry, content: value(entry.content) }
        : { ...entry }
  return {
    entries: entries.map(entryOf),
    more: plan.more.map(entryOf),
    args: plan.args.map((arg) => ({ ...arg, value: value(arg.value) })),
    planted: new Set(plan.args.filter(({ value: given }) => isPlanted(given)).map(({ name }) => name)),
  }
}

function isPlanted(value: ValuePlan): boolean {
  return value.kind === 'planted' || (value.kind === 'within' && isPlanted(value.value))
}

function textOf(entry: EntryPlan): string[] {
  if (entry.kind === 'task') return [entry.text]
  if (entry.kind !== 'result') return []
  const { content } = entry
  if (content.kind === 'hostile') return [content.text]
  return content.kind === 'plain' && typeof content.value === 'string' ? [content.value] : []
}

function valueFrom(value: ValuePlan, texts: readonly string[], token: string): unknown {
  switch (value.kind) {
    case 'plain':
      return value.value
    case 'hostile':
      return hostileValue(value.which, value.text)
    case 'planted':
      return token
    case 'within': {
      const inner = valueFrom(value.value, texts, token)
      return Object.fromEntries([[value.key, value.list ? [inner] : inner]])
    }
    case 'piece': {
      const text = texts[value.of % texts.length] ?? token
      const from = value.from % (text.length + 1)
      const piece = text.slice(from, from + value.length)
      const middle = Math.floor(piece.length / 2)
      return value.change === '' ? piece : piece.slice(0, middle) + value.change + piece.slice(middle + 1)
    }
  }
}
