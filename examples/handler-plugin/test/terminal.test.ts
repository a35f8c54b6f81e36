import { PassThrough } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createTerminalHandler } from '../plugin/src/terminal.ts'
import { cancel, guardWith, MINTED } from './guarded.ts'

/** A terminal with nobody at it yet: what it shows, and a person who answers. */
function terminal(isTTY = true, isOutputTTY = isTTY) {
  const input = Object.assign(new PassThrough(), { isTTY })
  const output = Object.assign(new PassThrough(), { isTTY: isOutputTTY })
  let shown = ''
  output.on('data', (chunk) => {
    shown += chunk
  })
  const until = async (text: string, times = 1) => {
    while (shown.split(text).length <= times) await nextTurn()
  }
  return {
    handler: createTerminalHandler({ input, output }),
    input,
    shown: () => shown,
    until,
    /** Answers the question of that number, from 1. */
    async answer(text: string, question = 1) {
      await until('Run it? [y]es, [n]o: ', question)
      input.write(`${text}\n`)
    },
  }
}

describe('the handler that asks on a terminal', () => {
  test.each(['y', 'Yes ', 'approve'])('lets a call run that a person approves with %j', async (answer) => {
    const { handler, answer: type } = terminal()
    const guard = guardWith(handler)
    const [{ kind }] = await Promise.all([cancel(guard), type(answer)])
    expect(kind).toBe('run')
    expect(guard.records()[0]).toMatchObject({
      proposal: { handler: 'terminal', reason: 'a person approved the call on the terminal' },
      faults: [],
    })
  })

  test.each(['n', 'NO', 'reject'])('withholds a call that a person rejects with %j', async (answer) => {
    const { handler, answer: type } = terminal()
    const guard = guardWith(handler)
    const [{ kind, reads }] = await Promise.all([cancel(guard), type(answer)])
    expect(kind).toBe('withhold')
    expect(reads).toMatch(/^\[handrail\] BLOCK: `order_id`/)
    expect(reads).not.toContain(MINTED)
    expect(guard.records()[0]?.proposal.reason).toBe('a person rejected the call on the terminal')
  })

  test('asks again after anything else', async () => {
    const { handler, answer } = terminal()
    const ruling = cancel(guardWith(handler))
    await answer('')
    await answer('maybe', 2)
    await answer('y', 3)
    expect((await ruling).kind).toBe('run')
  })

  test('shows each argument with its value and where it came from', async () => {
    const { handler, answer, shown } = terminal()
    const args = { order_id: MINTED, user_id: 'sara_holt_731', reason: 'ordered twice' }
    await Promise.all([cancel(guardWith(handler), args), answer('n')])
    expect(shown()).toContain(
      [
        '',
        'handrail: cancel_order (destructive) would be withheld: BLOCK',
        '  order_id = "#W8732376"',
        '             NOT SEEN in this conversation',
        '  user_id  = "sara_holt_731"',
        '             from the tool get_user, $.id',
        '  reason   = "ordered twice"',
        '             not judged',
      ].join('\n'),
    )
  })

  test('shows forty arguments of a call with more, and how many it leaves out', async () => {
    const { handler, answer, shown } = terminal()
    const args = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`order_${n}_id`, `#W00000${n}`]))
    const calling = cancel(guardWith(handler), args)
    await answer('y')
    await calling
    expect(shown().match(/order_\d+_id +=/g)).toHaveLength(40)
    expect(shown()).toContain('\n  and 10 more\n')
  })

  test('prints nothing that could move the cursor or hide text', async () => {
    const { handler, answer, shown } = terminal()
    const odd = 'a\u001b[2J\u009b\u202e\n\u2028b'
    const args = { order_id: MINTED, [`name ${odd}`]: odd, much: 'x'.repeat(5_000) }
    await Promise.all([cancel(guardWith(handler), args), answer('n')])
    // What readline itself writes begins here: it clears the line.
    const question = shown().slice(0, shown().indexOf('\u001b[1G'))
    expect(question).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u)
    expect(question).toContain('name a\\u{1b}[2J\\u{9b}\\u{202e}\\u{a}\\u{2028}b')
    expect(question.length).toBeLessThan(2_000)
  })

  test('asks about two calls at once one after the other', async () => {
    const { handler, answer, shown, until } = terminal()
    const guard = guardWith(handler)
    const rulings = Promise.all([
      cancel(guard, { order_id: '#W1111111' }, { toolCallId: 'a' }),
      cancel(guard, { order_id: '#W2222222' }, { toolCallId: 'b' }),
    ])
    await until('Run it?')
    for (let turn = 0; turn < 20; turn++) await nextTurn()
    expect(shown()).toContain('#W1111111')
    expect(shown()).not.toContain('#W2222222')
    await answer('n')
    await answer('y', 2)
    expect((await rulings).map(({ kind }) => kind)).toEqual(['withhold', 'run'])
  })

  test('asks about no call that was not decided to be withheld', async () => {
    const { handler, shown } = terminal()
    const guard = guardWith(handler, { tools: { cancel_order: { effect: 'write' } } })
    const { kind } = await cancel(guard)
    expect(kind).toBe('run')
    expect(guard.records()[0]?.outcome).toMatchObject({ intervention: 'WARN', dispatched: true })
    expect(shown()).toBe('')
  })

  test('holds a call back where it was deferred and a person rejects it', async () => {
    const { handler, answer } = terminal()
    const guard = guardWith(handler, { policy: { ceiling: 'DEFER', onHighConfidence: 'DEFER' } })
    const [{ kind, reads }] = await Promise.all([cancel(guard), answer('n')])
    expect(kind).toBe('withhold')
    expect(reads).toMatch(/^\[handrail\] DEFER/)
  })

  test('waits without limit, and an abort of the run ends the question', async () => {
    const { handler, answer, until } = terminal()
    expect(handler.timeoutMs).toBe(Number.POSITIVE_INFINITY)
    const guard = guardWith(handler, { handlerTimeoutMs: 1 })
    const controller = new AbortController()
    const { signal } = controller
    const ruling = cancel(guard, undefined, { abortSignal: signal })
    const waiting = cancel(guard, undefined, { abortSignal: signal, toolCallId: 'waits' })
    const next = cancel(guard, undefined, { toolCallId: 'next' })
    await until('Run it?')
    controller.abort(new Error('the user left'))
    expect((await ruling).kind).toBe('abort')
    expect((await waiting).kind).toBe('abort')
    // The terminal is free for the next question.
    await answer('n', 2)
    expect((await next).kind).toBe('withhold')
  })

  test('lets the call run, with a fault in the record, when the terminal is closed', async () => {
    const { handler, input, until } = terminal()
    const guard = guardWith(handler)
    const ruling = cancel(guard)
    await until('Run it?')
    input.end()
    expect((await ruling).kind).toBe('run')
    expect(guard.records()[0]?.faults).toEqual([
      'handler `terminal` failed (Error: the terminal was closed before there was an answer)',
    ])
  })

  test.each([
    [false, false],
    [false, true],
    [true, false],
  ])('observes where there is no terminal (%j, %j), and says so once', async (isTTY, isOutputTTY) => {
    const { handler, shown } = terminal(isTTY, isOutputTTY)
    const guard = guardWith(handler)
    expect((await cancel(guard)).kind).toBe('run')
    expect((await cancel(guard, { order_id: '#W3333333' })).kind).toBe('run')
    expect(guard.records().map(({ proposal }) => proposal.reason)).toEqual([
      'there is no terminal to ask on',
      'there is no terminal to ask on',
    ])
    expect(shown()).toBe('handrail: there is no terminal to ask on, so every call runs and is recorded\n')
  })
})
