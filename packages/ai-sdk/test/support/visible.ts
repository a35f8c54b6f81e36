import type { ToolSet } from 'ai'
import { vi } from 'vitest'
import { chunksOf } from './chunks.ts'
import { type Call, hosts, type RunOptions } from './host.ts'

/** The hosts, and the chunks of a stream. */
export type Way = keyof typeof hosts | 'chunks'

/** All ways to look at a run. */
export const ways: readonly Way[] = [
  'generateText',
  'streamText',
  'ToolLoopAgent',
  'ToolLoopAgent.stream',
  'chunks',
]

/** All that can be seen of a run from outside, as JSON: what the model read, what the app and the chat got, how it ended. */
export async function visibleOf(
  way: Way,
  steps: readonly (readonly Call[])[],
  tools: ToolSet,
  options: RunOptions = {},
): Promise<unknown> {
  const { settings, ...rest } = options
  const look = async () => {
    if (way === 'chunks') return chunksOf(steps, tools, { ...settings, ...rest })
    const run = await hosts[way](steps, tools, options)
    return { prompts: run.prompts, content: run.steps.map(({ content }) => content), ui: run.ui?.parts }
  }
  return toData(await look().catch((error: unknown) => ({ rejected: error })))
}

function toData(value: unknown, key = '', above: readonly unknown[] = []): unknown {
  if (key === 'error' || key === 'rejected') return `(${nameOf(value)}) ${textOf(value)}`
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value !== 'object' || value === null) return value
  if (above.includes(value)) return '<itself>'
  const inside = [...above, value]
  if (Array.isArray(value)) return value.map((item) => toData(item, '', inside))
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, toData(field, key, inside)]))
}

const nameOf = (thrown: unknown) => (thrown instanceof Error ? thrown.name : typeof thrown)

function textOf(thrown: unknown): string {
  try {
    return typeof thrown === 'object' && !(thrown instanceof Error) ? JSON.stringify(thrown) : String(thrown)
  } catch {
    return 'cannot be told'
  }
}

/** What was seen without our notes, and with JSON as text, which a note makes of it. */
export function withoutNotes(seen: unknown): unknown {
  const text = JSON.stringify(seen, (_, part) => {
    if (typeof part === 'string') return part.replace(/\n\n\[handrail\] WARN: [^\n]*$/, '')
    if (Array.isArray(part)) return part.filter((item) => !String(item?.text).startsWith('[handrail] WARN: '))
    if (part?.type === 'json') return { ...part, type: 'text', value: JSON.stringify(part.value) }
    if (part?.type === 'error-json') return { ...part, type: 'error-text', value: JSON.stringify(part.value) }
    return part
  })
  return JSON.parse(text)
}

/** For `beforeAll`: an agent that streams prints the errors that it cannot throw. */
export function hideErrors(): () => void {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => {})
  return () => spy.mockRestore()
}
