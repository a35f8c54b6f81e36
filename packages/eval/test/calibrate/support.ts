import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A run in a shop: it looks an order up and changes something. */
export interface Run {
  readonly id: string
  /** The order that the user asks about. */
  readonly order: string
  /** The order that the model writes; the same by default. */
  readonly written?: string
  readonly tool?: string
  readonly effect?: 'write' | 'destructive'
  readonly reward?: number | null
}

/** A line of a trace file. */
export function lineOf({ id, order, written = order, tool = 'update_order', reward = null }: Run): string {
  const user = `user_${order.slice(-4)}`
  return JSON.stringify({
    id,
    reward,
    messages: [
      { role: 'system', content: 'You help customers of a shop.' },
      { role: 'user', content: `Please see to my order ${order}.` },
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'r', name: 'get_order', args: { order_id: order } }],
      },
      {
        role: 'tool',
        toolCallId: 'r',
        toolName: 'get_order',
        content: JSON.stringify({
          order_id: order,
          user_id: user,
          email: `${user}@mail.example`,
          items: ['blue mug'],
        }),
      },
      {
        role: 'assistant',
        content: 'I will do that.',
        toolCalls: [
          { id: 'w', name: tool, args: { order_id: written, notify: { email: `${user}@mail.example` } } },
        ],
      },
      { role: 'tool', toolCallId: 'w', toolName: tool, content: 'ok' },
    ],
    tools: [
      { name: 'get_order', mutating: false },
      { name: tool, mutating: true },
    ],
  })
}

/** Runs whose orders all differ. Of every `flaggedOf`, the first writes an order that stands nowhere. */
export function runsOf(
  count: number,
  { flaggedOf = 0, ...more }: Partial<Run> & { flaggedOf?: number } = {},
): Run[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `run ${i}`,
    order: `W${1_000_000 + ((i * 7_919) % 9_000_000)}`,
    ...(flaggedOf > 0 && i % flaggedOf === 0 && { written: `Q${8_000_000 + i}` }),
    ...more,
  }))
}

/** A file of these lines, in a folder that goes with the test. */
export function fileOf(lines: readonly string[], name = 'runs.jsonl'): string {
  const folder = mkdtempSync(join(tmpdir(), 'calibrate-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, name)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}
