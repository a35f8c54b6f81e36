import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createWebhookHandler, type WebhookHandlerOptions } from '../plugin/src/webhook.ts'
import { cancel, FOUND, guardWith, MINTED } from './guarded.ts'

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown

/** A web service on this machine, and what it was sent. */
async function service(answer: Answer) {
  const sent: { headers: IncomingMessage['headers']; method: string | undefined; body: string }[] = []
  const server = createServer(async (request, response) => {
    sent.push({ headers: request.headers, method: request.method, body: await text(request) })
    await answer(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/calls`, sent }
}

const says =
  (decision: unknown, status = 200): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(decision))

/** What becomes of a call when the service answers so. */
async function asked(answer: Answer, options: Partial<WebhookHandlerOptions> = {}) {
  const { url, sent } = await service(answer)
  const guard = guardWith(createWebhookHandler({ url, ...options }))
  const { kind, reads } = await cancel(guard)
  const [record] = guard.records()
  return { kind, reads, sent, faults: record?.faults, reason: record?.proposal.reason }
}

describe('the handler that asks a web service', () => {
  test('lets a call run that the service approves', async () => {
    expect(await asked(says({ decision: 'approve' }))).toMatchObject({
      kind: 'run',
      faults: [],
      reason: 'the webhook approved the call',
    })
  })

  test('withholds a call that the service rejects', async () => {
    const { kind, reads, faults } = await asked(says({ decision: 'reject', by: 'ann' }, 201))
    expect(kind).toBe('withhold')
    expect(reads).toMatch(/^\[handrail\] BLOCK: `order_id`/)
    expect(faults).toEqual([])
  })

  test('posts a CloudEvent that tells where values came from, and leaks nothing of the conversation', async () => {
    const { sent } = await asked(says({ decision: 'reject' }), { token: 'secret-token' })
    expect(sent).toHaveLength(1)
    const [{ headers, method, body } = { headers: {}, method: '', body: '' }] = sent
    expect(method).toBe('POST')
    expect(headers['content-type']).toBe('application/cloudevents+json')
    expect(headers.authorization).toBe('Bearer secret-token')
    expect(JSON.parse(body)).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      source: 'handrail',
      type: 'handrail.approval.requested',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      datacontenttype: 'application/json',
      data: {
        toolName: 'cancel_order',
        toolCallId: 'call_2',
        effect: 'destructive',
        confidence: 'HIGH',
        decided: 'BLOCK',
        earlierAttempts: 0,
        arguments: [
          { name: 'order_id', stance: 'UNSUPPORTED', from: [] },
          { name: 'user_id', stance: 'SUPPORTED', from: ['tool get_user'] },
        ],
      },
    })
    for (const secret of [FOUND, MINTED, 'spare key', 'card', 'my last order'])
      expect(body).not.toContain(secret)
  })

  test('sends the values of the arguments where that is asked for, and still no other text', async () => {
    const { sent } = await asked(says({ decision: 'reject' }), { sendValues: true })
    expect(JSON.parse(sent[0]?.body ?? '').data.arguments).toEqual([
      { name: 'order_id', stance: 'UNSUPPORTED', from: [], value: MINTED },
      { name: 'user_id', stance: 'SUPPORTED', from: ['tool get_user'], value: FOUND },
    ])
    expect(sent[0]?.body).not.toContain('spare key')
  })

  test.each<[string, Answer, string]>([
    ['fails', says({ decision: 'reject' }, 500), 'the webhook answered with status 500'],
    ['knows nothing', says({ decision: 'reject' }, 404), 'the webhook answered with status 404'],
    [
      'sends no content',
      (response) => response.writeHead(204).end(),
      'the webhook answered neither approve nor reject',
    ],
    [
      'answers no JSON',
      (response) => response.end('<html>'),
      'the webhook answered neither approve nor reject',
    ],
    [
      'answers something else',
      says({ decision: 'block' }),
      'the webhook answered neither approve nor reject',
    ],
    ['answers null', says(null), 'the webhook answered neither approve nor reject'],
    [
      'answers without end',
      (response) => response.end('x'.repeat(100_000)),
      'the answer of the webhook is too long',
    ],
    ['hangs up', (response) => response.destroy(), 'the webhook cannot be reached'],
  ])('observes, with a fault in the record, when the service %s', async (_, answer, why) => {
    expect(await asked(answer)).toMatchObject({
      kind: 'run',
      faults: [`handler \`webhook\` failed (Error: ${why})`],
    })
  })

  test('goes nowhere else with the token, wherever the service sends it', async () => {
    const other = await service(says({ decision: 'reject' }))
    const redirects: Answer = (response) => response.writeHead(307, { location: other.url }).end()
    expect(await asked(redirects, { token: 'secret' })).toMatchObject({
      kind: 'run',
      faults: ['handler `webhook` failed (Error: the webhook cannot be reached)'],
    })
    expect(other.sent).toEqual([])
  })

  test('observes when there is no service', async () => {
    const guard = guardWith(createWebhookHandler({ url: 'http://127.0.0.1:1/' }))
    expect((await cancel(guard)).kind).toBe('run')
    expect(guard.records()[0]?.faults).toEqual([
      'handler `webhook` failed (Error: the webhook cannot be reached)',
    ])
  })

  test.each<[string, Answer]>([
    ['at all', () => {}],
    ['to its end', (response) => response.writeHead(200).write('{')],
  ])('observes when the service does not answer in time %s', async (_, answer) => {
    const { kind, faults } = await asked(answer, { timeoutMs: 50 })
    expect(kind).toBe('run')
    expect(faults).toHaveLength(1)
  })

  test('gives up with the run', async () => {
    const { url } = await service(() => controller.abort())
    const controller = new AbortController()
    const guard = guardWith(createWebhookHandler({ url }))
    expect((await cancel(guard, undefined, { abortSignal: controller.signal })).kind).toBe('abort')
  })

  test('asks nobody about a call that was not decided to be withheld', async () => {
    const { url, sent } = await service(says({ decision: 'reject' }))
    const guard = guardWith(createWebhookHandler({ url }), { tools: { cancel_order: { effect: 'write' } } })
    expect((await cancel(guard)).kind).toBe('run')
    expect(guard.records()[0]?.outcome.intervention).toBe('WARN')
    expect(sent).toEqual([])
  })

  test.each(['', 'example.com', 'ftp://example.com', 'javascript:1'])('takes no address like %j', (url) => {
    expect(() => createWebhookHandler({ url })).toThrow(/https:\/\/ or http:\/\//)
  })
})
