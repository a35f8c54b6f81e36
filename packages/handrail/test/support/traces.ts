import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../../accuracy/traces')

/** Conversations of our own, by the name of their file. */
export const trace = (name: string) => join(folder, `${name}.jsonl`)

/** Conversations of weak models, which make up ids. */
export const WEAK = trace('weak-models')

/** The development traces, where they are there. */
export function developmentTrace(name: string): string | undefined {
  const file = join(process.env.HANDRAIL_DATA ?? '', 'traces', `${name}.dev.jsonl`)
  return process.env.HANDRAIL_DATA && existsSync(file) ? file : undefined
}

/** One conversation as a line of a trace. */
export function conversation(id: string, calls: readonly { name: string; args: object }[]): string {
  const toolCalls = calls.map(({ name, args }, at) => ({ id: `${id}-call-${at}`, name, args }))
  const messages = [
    { role: 'user', content: 'Please see to my order 48213 now.' },
    ...toolCalls.flatMap((call) => [
      { role: 'assistant', content: '', toolCalls: [call] },
      { role: 'tool', content: '{"ok":true}', toolCallId: call.id, toolName: call.name },
    ]),
  ]
  const tools = [...new Set(calls.map(({ name }) => name))].map((name) => ({ name, mutating: true }))
  return JSON.stringify({ source: 'test', id, messages, tools, reward: 1 })
}
