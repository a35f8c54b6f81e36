import { describe, expect, it } from 'vitest'
import { corpusOf, createGuard } from '../src/index.ts'

describe('a call that a guard judged already', () => {
  const corpus = corpusOf([{ kind: 'task', role: 'user', text: 'Cancel my order, please.' }])
  const call = { toolCallId: 'c1', toolName: 'cancel_order', args: { order_id: '#W9999999' } }
  const judged = createGuard().assess(call, corpus)

  it('is decided as if the guard had judged it', () => {
    for (const ceilings of [{}, { destructive: 'WARN' }, { destructive: 'OBSERVE' }]) {
      const guard = createGuard({ ceilings })
      const { durationMs: _, ...alone } = guard.assess(call, corpus)
      expect(guard.assess({ ...call, judged }, corpus)).toMatchObject(alone)
    }
  })

  it('is not judged again', () => {
    const args = { order_id: 'not read' }
    expect(createGuard().assess({ ...call, args, judged }, corpus).verdict).toBe(judged.verdict)
  })

  it('is left alone where the tool only reads', () => {
    const guard = createGuard({ tools: { cancel_order: { effect: 'read' } } })
    expect(guard.assess({ ...call, judged }, corpus).decision.intervention).toBe('OBSERVE')
  })
})
