import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ToolTraits, TranscriptEntry } from '@handrail/core'
import * as fc from 'fast-check'
import { onTestFinished } from 'vitest'
import type { Conversation } from '../../../src/index.ts'

/** A conversation of these entries, each a message of its own. */
export function conversationOf(
  entries: readonly TranscriptEntry[],
  about: Partial<Conversation> = {},
): Conversation {
  return {
    ...{ id: 'a', format: 'trace', place: { file: 'runs.jsonl', line: 1 }, entries },
    ...{ messageOf: entries.map((_, at) => at), said: [], tools: {} },
    ...about,
  }
}

export const user = (text: string): TranscriptEntry => ({ kind: 'task', role: 'user', text })
export const system = (text: string): TranscriptEntry => ({ kind: 'task', role: 'system', text })
export const call = (toolCallId: string, toolName: string, args: unknown): TranscriptEntry => ({
  ...{ kind: 'call', toolCallId, toolName, args },
})
export const result = (toolCallId: string, toolName: string, content: unknown): TranscriptEntry => ({
  ...{ kind: 'result', toolCallId, toolName, content },
})

const ids = fc.constantFrom('#W1000001', '#W1000002', 'INC0010023', 'mei_li_1234', '55012', 'ORD-77-A')
const tools = fc.constantFrom('get_order', 'update_order', 'cancel_order', 'look', '__proto__')

/** Steps of a conversation: parallel calls, then what came back for them, or something that was said. */
const step = fc.oneof(
  fc.record({ said: ids, by: fc.constantFrom('system' as const, 'user' as const) }),
  fc.array(
    fc.record({
      tool: tools,
      args: fc.dictionary(fc.constantFrom('order_id', 'user_id', 'note'), ids),
      answer: ids,
    }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
)

/** Any entries of a conversation, each call with an id of its own. */
export const anyEntries: fc.Arbitrary<TranscriptEntry[]> = fc
  .array(step, { maxLength: 8 })
  .map((steps) =>
    steps.flatMap((one, at): TranscriptEntry[] =>
      Array.isArray(one)
        ? [
            ...one.map(({ tool, args }, nth) => call(`c${at}_${nth}`, tool, args)),
            ...one.map(({ tool, answer }, nth) => result(`c${at}_${nth}`, tool, { id: answer })),
          ]
        : [{ kind: 'task', role: one.by, text: `About ${one.said}.` }],
    ),
  )

/** One line of a trace of ours. */
export function traceLine(
  id: string,
  entries: readonly TranscriptEntry[],
  { reward = null, traits = {} }: { reward?: number | null; traits?: Record<string, ToolTraits> } = {},
): string {
  const names = [...new Set(entries.flatMap((entry) => (entry.kind === 'call' ? [entry.toolName] : [])))]
  const messages = entries.map((entry) =>
    entry.kind === 'task'
      ? { role: entry.role, content: entry.text }
      : entry.kind === 'call'
        ? { role: 'assistant', toolCalls: [{ id: entry.toolCallId, name: entry.toolName, args: entry.args }] }
        : {
            role: 'tool',
            ...(entry.kind === 'result' && {
              content: entry.content,
              toolCallId: entry.toolCallId,
              toolName: entry.toolName,
            }),
          },
  )
  const listed = names.map((name) => ({ name, mutating: (traits[name]?.effect ?? 'write') !== 'read' }))
  return JSON.stringify({ source: 'test', domain: 'test', model: 'm', id, reward, messages, tools: listed })
}

/** Files in a folder that goes when the test does. */
export function filesOf(contents: Readonly<Record<string, string>>): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-replay-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return Object.fromEntries(
    Object.entries(contents).map(([name, text]) => {
      writeFileSync(join(folder, name), text)
      return [name, join(folder, name)]
    }),
  )
}
