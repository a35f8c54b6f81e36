import type { TranscriptEntry } from '@handrail/core'
import { leavesOf, type Random, replacedAt } from '@handrail/eval/families'
import type { Case } from './data-set.ts'
import { textOf } from './evidence-text.ts'
import type { Injection, LeafValue, Trajectory } from './records.ts'

/** A read whose record holds a value among other content. */
export interface LaterRecord {
  /** Whether it is a read of the conversation in which the real value was replaced, or made up from nothing. */
  readonly kind: 'recorded read' | 'made-up record'
  readonly entries: readonly TranscriptEntry[]
}

/**
 * The read that would have supplied the minted value, had it been real: the recorded read that supplied the original,
 * with one in place of the other in its question and in its answer. Where the original came from a message or from
 * within a text, a record is made up.
 */
export function laterRecord({ trajectory }: Case, injection: Injection, random: Random): LaterRecord {
  const { original, injected } = injection
  const recorded = recordedRead(trajectory, injection)
  const entries = recorded ?? { toolName: 'get_record', args: {}, content: madeUp(injected, random) }
  const { toolName, args, content } = entries
  return {
    kind: recorded ? 'recorded read' : 'made-up record',
    entries: [
      { kind: 'call', toolCallId: 'later', toolName, args: swapped(args, original, injected) },
      { kind: 'result', toolCallId: 'later', toolName, content },
    ],
  }
}

function recordedRead(
  { messages, tools }: Trajectory,
  { message, original, injected }: Injection,
): { toolName: string; args: unknown; content: unknown } | undefined {
  const reads = new Set(tools.filter(({ mutating }) => !mutating).map(({ name }) => name))
  for (let at = message - 1; at >= 0; at--) {
    const said = messages[at]
    if (said?.role !== 'tool' || !said.toolName || !reads.has(said.toolName)) continue
    const record = parsed(textOf(said.content))
    if (record === undefined || !leavesOf(record).some(({ value }) => same(value, original))) continue
    const content = JSON.stringify(swapped(record, original, injected))
    const asked = messages
      .slice(0, at)
      .flatMap((earlier) => (earlier.role === 'assistant' ? (earlier.toolCalls ?? []) : []))
      .findLast(
        ({ id, name }) => name === said.toolName && (said.toolCallId == null || id === said.toolCallId),
      )
    return { toolName: said.toolName, args: asked?.args ?? {}, content }
  }
  return undefined
}

/** The same JSON value with one leaf in place of another, wherever it stands. */
function swapped(value: unknown, original: LeafValue, injected: LeafValue): unknown {
  return leavesOf(value)
    .filter((leaf) => same(leaf.value, original))
    .reduce((changed, { path, value: was }) => {
      const put = typeof was === 'number' && /^\d+$/.test(String(injected)) ? Number(injected) : injected
      return replacedAt(changed, path, put)
    }, value)
}

function same(a: LeafValue, b: LeafValue): boolean {
  return String(a).toLowerCase() === String(b).toLowerCase()
}

function madeUp(value: LeafValue, random: Random): string {
  const forms: unknown[] = [
    { id: value, status: 'active', owner: 'Back office', updated: '2025-03-04T09:12:00Z' },
    { data: [{ reference: value, label: 'Main entry', enabled: true }], has_more: false },
    { result: { kind: 'entry', attributes: { key: value, region: 'north' }, relations: [] } },
  ]
  return JSON.stringify(random.pick(forms))
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
