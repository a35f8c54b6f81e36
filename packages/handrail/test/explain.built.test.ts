import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder, handrail } from './support/run.ts'
import { conversation, WEAK } from './support/traces.ts'

const ESCAPE = '\u001b'

test('shows where each argument came from', async () => {
  const { code, stdout, stderr } = await handrail(['explain', WEAK, 'weak/shop-placeholder#4'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('✓ [1] order_id = WS-2388-17  the result of find_customer, $.orders[1]')
  expect(stdout).toContain('✗     payment_id = credit_card_0000000  not seen anywhere in this conversation')
  expect(stdout).toMatch(/^ +\[1\] .*>WS-2388-17</m)
  expect(stdout).not.toContain(ESCAPE)
  const full = await handrail(['explain', WEAK, 'weak/shop-placeholder#4', '--full'])
  expect(full.stdout.length).toBeGreaterThan(stdout.length)
})

test('paints an argument and its origin in one colour where colours are wanted', async () => {
  const env = { FORCE_COLOR: '1' }
  const { stdout } = await handrail(['explain', WEAK, 'weak/shop-placeholder#4'], { env })
  expect(stdout).toContain(`${ESCAPE}[32m✓ [1] order_id`)
  expect(stdout).toContain(`${ESCAPE}[32mWS-2388-17${ESCAPE}[39m`)
  expect(stdout).toContain(`${ESCAPE}[31m✗     payment_id`)
})

test('prints the finding as JSON', async () => {
  const { stdout } = await handrail(['explain', WEAK, 'weak/shop-placeholder#4', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'handrail.explain/1',
    toolName: 'refund_payment',
    confidence: 'HIGH',
    policies: { warn: { intervention: 'WARN' }, block: { intervention: 'BLOCK', dispatched: false } },
  })
})

test('finds a call by its id and by its number, and asks where several fit', async () => {
  const cwd = await emptyFolder()
  const calls = [
    { name: 'cancel_order', args: { order_id: '48213' } },
    { name: 'cancel_order', args: { order_id: '91570620' } },
  ]
  writeFileSync(join(cwd, 'one.jsonl'), conversation('a', calls))
  writeFileSync(join(cwd, 'two.jsonl'), `${conversation('a', calls)}\n${conversation('b', calls)}`)
  for (const wanted of ['1', 'a#1', 'a-call-1']) {
    const { code, stdout } = await handrail(['explain', 'one.jsonl', wanted], { cwd })
    expect({ wanted, code }).toEqual({ wanted, code: 0 })
    expect(stdout).toContain('order_id = 91570620')
  }
  expect((await handrail(['explain', 'two.jsonl', 'b-call-0'], { cwd })).stdout).toContain('b#0')
  expect(await handrail(['explain', 'two.jsonl', '1'], { cwd })).toMatchObject({
    code: 2,
    stderr: "handrail: Expected one call, but two.jsonl holds 2 conversations: name one of 'a#1', 'b#1'.\n",
  })
  expect(await handrail(['explain', 'one.jsonl', 'a#7'], { cwd })).toMatchObject({
    code: 2,
    stderr: "handrail: There is no call a#7 in one.jsonl; the conversation has those from 'a#0' to 'a#1'.\n",
  })
  expect((await handrail(['explain', 'one.jsonl', 'other'], { cwd })).stderr).toBe(
    'handrail: There is no call other in one.jsonl; `handrail replay one.jsonl --flags` lists those that are flagged.\n',
  )
  writeFileSync(join(cwd, 'same.jsonl'), `${conversation('a', calls)}\n${conversation('a', calls)}`)
  expect((await handrail(['explain', 'same.jsonl', 'a#1'], { cwd })).stderr).toBe(
    "handrail: Expected one call, but 'a#1' stands in same.jsonl on the lines 1, 2: give each conversation an id of its own.\n",
  )
})

test('lets nothing of a recording steer the terminal', async () => {
  const cwd = await emptyFolder()
  const nasty = '\u001b]0;x\u0007\u202e\u009b31m'
  const calls = [{ name: `cancel_order`, args: { order_id: `48213`, [`x${nasty}_id`]: `W9${nasty}77` } }]
  writeFileSync(
    join(cwd, 'one.jsonl'),
    conversation(`a${nasty}`, calls).replace('my order', `my ${JSON.stringify(nasty).slice(1, -1)} order`),
  )
  for (const args of [
    ['explain', 'one.jsonl', '0', '--full'],
    ['replay', 'one.jsonl'],
    ['replay', 'one.jsonl', '--json'],
  ]) {
    const { code, stdout, stderr } = await handrail(args, { cwd })
    expect(code).toBe(0)
    expect(stdout + stderr).not.toMatch(/[^\P{C}\n]/u)
  }
})
