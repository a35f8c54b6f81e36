// Drives the chat over HTTP with the very client that the page has, but without a browser.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Chat } from '@ai-sdk/react'
import { DefaultChatTransport, isToolUIPart, lastAssistantMessageIsCompleteWithApprovalResponses } from 'ai'
import { createDeskServer } from './server/http.ts'
import type { DeskMessage } from './server/message.ts'
import { scriptedModel } from './server/scripted-model.ts'

const server = createDeskServer({ model: scriptedModel({ pace: 0 }), secret: crypto.randomUUID() })
await once(server.listen(0, 'localhost'), 'listening')
const url = `http://localhost:${(server.address() as AddressInfo).port}`

const page = await (await fetch(url)).text()
const script = /src="([^"]+\.js)"/.exec(page)?.[1]
assert.equal((await fetch(`${url}${script}`)).status, 200)

const desk = async () => (await fetch(`${url}/api/desk`)).json()

async function open(text: string): Promise<Chat<DeskMessage>> {
  const { id } = await (await fetch(`${url}/api/start-over`, { method: 'POST' })).json()
  const chat = new Chat<DeskMessage>({
    id,
    transport: new DefaultChatTransport({ api: `${url}/api/chat` }),
    sendAutomaticallyWhen: lastAssistantMessageIsCompleteWithApprovalResponses,
  })
  await chat.sendMessage({ text })
  return chat
}

const parts = (chat: Chat<DeskMessage>) => chat.messages.flatMap((message) => message.parts)

function waiting(chat: Chat<DeskMessage>) {
  const part = parts(chat).find((part) => isToolUIPart(part) && part.state === 'approval-requested')
  assert(part && isToolUIPart(part) && part.state === 'approval-requested', 'no call waits')
  return part
}

async function decide(chat: Chat<DeskMessage>, approved: boolean, reason: string): Promise<string> {
  await chat.addToolApprovalResponse({ id: waiting(chat).approval.id, approved, reason })
  while (chat.status !== 'ready' && chat.status !== 'error') await new Promise((done) => setTimeout(done, 10))
  if (chat.error) throw chat.error
  return parts(chat)
    .map((part) => (part.type === 'text' ? part.text : ''))
    .join('\n')
}

const REFUND = 'Yara Silva (yara_silva_4417) says that her kettle arrived broken. Please refund the 54.00.'
const CANCEL =
  'Omar Haddad reads his order number to me: W eight seven three two three seven six. Please cancel it.'

// A person rejects: nothing ran, the model reads why, looks the value up, and the corrected call asks nobody.
const rejected = await open(REFUND)
const reason = waiting(rejected).approval.requestReason ?? ''
assert.match(reason, /`payment_method_id`/)
assert.match(reason, /`order_id` #W5442520: from `get_customer`, `\$\.orders\[2\]\.order_id`/)
assert.deepEqual((await desk()).tables.refunds, [])
assert.match(
  await decide(rejected, false, 'She has no credit card.'),
  /She has no credit card\..*I refunded 54\.00/s,
)
assert.deepEqual((await desk()).tables.refunds, [
  { order_id: '#W5442520', payment_method_id: 'gift_card_8150372', customer: 'Yara Silva', amount: 54 },
])

// A person approves: the call runs as it was asked.
const approved = await open(CANCEL)
const status = async () =>
  (await desk()).tables.orders.find((row: { item: string }) => row.item === 'desk lamp').status
assert.equal(await status(), 'processing')
assert.match(await decide(approved, true, ''), /The order is cancelled/)
assert.equal(await status(), 'cancelled')

// A page that approves something else than it was asked is refused.
console.log('A forged approval, which the server refuses with an error:')
const forged = await open(CANCEL)
Object.assign(waiting(forged), { input: { order_id: '#W3304926' } })
forged.messages = structuredClone(forged.messages)
await assert.rejects(decide(forged, true, ''), /could not answer/)
assert(!(await desk()).tables.orders.some((row: { status: string }) => row.status === 'cancelled'))
console.log('\nRejected, approved and forged: the database holds what it should.')
server.close()
server.closeAllConnections()
