import { describe, expect, test } from 'vitest'
import { createGuard, type GuardOptions, type ToolTraits, type TranscriptEntry } from '../src/index.ts'
import { stanceOn } from './evidence/transcripts.ts'

const ofHost: Record<string, ToolTraits> = {
  delegate: { author: 'model', roundTrip: true },
  store: { roundTrip: true },
}
const told = (toolName: string): TranscriptEntry => ({
  kind: 'result',
  toolCallId: 'c',
  toolName,
  content: { id: 'W7700123' },
})

describe('tools that a framework brings along', () => {
  const stanceAfter = (toolName: string, tools?: GuardOptions['tools'], earlier: TranscriptEntry[] = []) => {
    const corpus = createGuard(tools && { tools })
      .withEvidence(earlier)
      .corpus(ofHost)
    for (const entry of [{ kind: 'task', text: 'Go on.' } as const, told(toolName)]) corpus.append(entry)
    return stanceOn(corpus, 'order_id', 'W7700123')
  }

  test('what a model wrote in one is no evidence, unless the guard was told otherwise', () => {
    expect(stanceAfter('look_up')).toBe('SUPPORTED')
    expect(stanceAfter('delegate')).toBe('UNSUPPORTED')
    expect(stanceAfter('delegate', { delegate: { effect: 'read' } })).toBe('UNSUPPORTED')
    expect(stanceAfter('delegate', { delegate: { author: 'environment' } })).toBe('SUPPORTED')
  })

  test('nor is it in the evidence that the guard begins with', () => {
    const other: TranscriptEntry = {
      kind: 'result',
      toolCallId: 'c',
      toolName: 'look_up',
      content: 'nothing',
    }
    expect(stanceAfter('look_up', undefined, [told('delegate')])).toBe('SUPPORTED')
    const corpus = createGuard()
      .withEvidence([told('delegate'), other])
      .corpus(ofHost)
    expect(stanceOn(corpus, 'order_id', 'W7700123')).toBe('UNSUPPORTED')
    expect(
      stanceOn(
        createGuard()
          .withEvidence([told('delegate')])
          .corpus(),
        'order_id',
        'W7700123',
      ),
    ).toBe('SUPPORTED')
  })

  test('one that gives back what it was given does so only of what the model brought up', () => {
    const corpus = createGuard().corpus(ofHost)
    corpus.append({ kind: 'call', toolCallId: 'c', toolName: 'store', args: { id: 'W7700123' } })
    corpus.append({
      ...told('store'),
      content: { id: 'W7700123', by: 'me', other: 'W7700999' },
    } as TranscriptEntry)
    expect(stanceOn(corpus, 'order_id', 'W7700123')).toBe('UNSUPPORTED')
    expect(stanceOn(corpus, 'order_id', 'W7700999')).toBe('SUPPORTED')
  })
})
