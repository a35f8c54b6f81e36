/**
 * An app whose handler comes from a plug-in: `plugin/` is the package, `handrail.toml` and `webhook.toml` choose one of its
 * two handlers, and one line makes the guard.
 *
 *   node main.ts terminal    asks you; where there is no terminal, every call runs and is recorded
 *   node main.ts webhook     asks a web service, which runs in this program
 *
 * The model is a script, and the tools only print.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { appendNote, type Guard, readMarked, ruleOn } from '@handrail/core'
import { guardFromConfig, verifyLedger } from '@handrail/core/node'

const ORDERS = { user_id: 'sara_holt_731', orders: [{ id: '#W5442520', payment_id: 'pay_77120' }] }

/** What the model does: it looks the user up, and then uses one id that it knows and two that it made up. */
const CALLS = [
  { toolCallId: 'call_1', toolName: 'get_user', args: { name: 'Sara Doe' } },
  {
    toolCallId: 'call_2',
    toolName: 'cancel_order',
    args: { order_id: '#W5442520', reason: 'ordered twice' },
  },
  {
    toolCallId: 'call_3',
    toolName: 'cancel_order',
    args: { order_id: '#W8732376', reason: 'ordered twice' },
  },
  {
    toolCallId: 'call_4',
    toolName: 'refund_payment',
    args: { order_id: '#W5442520', payment_id: 'pay_90314' },
  },
]

function runTool(toolName: string): string {
  return toolName === 'get_user' ? JSON.stringify(ORDERS) : 'done'
}

async function converse(guard: Guard): Promise<void> {
  const corpus = guard.corpus()
  corpus.append({
    kind: 'task',
    text: 'I am Sara Doe. I ordered twice: cancel one order and give me my money back.',
  })
  for (const call of CALLS) {
    const ruling = await ruleOn(guard, call, () => ({ call, evidence: () => corpus }))
    if (ruling.kind === 'abort') throw ruling.reason
    const answer =
      ruling.kind === 'withhold'
        ? ruling.proposal.note
        : appendNote(runTool(call.toolName), ruling.note ?? '')
    console.log(`\n${call.toolName} ${JSON.stringify(call.args)}\n  the model reads: ${answer}`)
    const { text: content, intervention = 'OBSERVE' } = readMarked(answer)
    corpus.append({ kind: 'call', ...call })
    corpus.append({ kind: 'result', ...call, content, intervention })
  }
}

/** A service that lets refunds through and nothing else. It is told where values came from, and no values. */
async function startReviewer(): Promise<Server> {
  const server = createServer(async (request, response) => {
    const { data } = JSON.parse(await text(request))
    const decision = data.toolName === 'refund_payment' ? 'approve' : 'reject'
    console.log(`\nthe reviewer reads: ${JSON.stringify(data)}\nthe reviewer says: ${decision}`)
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ decision }))
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

const file = process.argv[2] === 'webhook' ? 'webhook.toml' : 'handrail.toml'
const reviewer = file === 'webhook.toml' ? await startReviewer() : undefined
if (reviewer)
  process.env.HANDRAIL_WEBHOOK_URL = `http://127.0.0.1:${(reviewer.address() as AddressInfo).port}/`

const { guard, ledger, config } = await guardFromConfig({ cwd: import.meta.dirname, file })
console.log(`The handler is \`${config.plugin?.name}\` of the package ${config.plugin?.package}.`)
await converse(guard)

console.log('\nWhat took effect:')
for (const { assessment, proposal, outcome } of guard.records()) {
  const { toolName } = assessment.call
  console.log(`  ${toolName}: ${outcome.dispatched ? 'ran' : 'withheld'}, because ${proposal.reason}`)
}
await ledger?.close()
const { ok, entries } = await verifyLedger(config.ledger?.file ?? '')
console.log(`The ledger holds ${entries} calls${ok ? '' : ', and was changed by hand'}.`)
reviewer?.close()
process.exitCode = ok ? 0 : 1
