import { type IdArg, IdBook } from './ids.ts'
import { messageText } from './messages.ts'
import { Random } from './random.ts'
import type { Writer } from './records.ts'
import { prose, sentence, word } from './vocabulary.ts'

/** A recorded conversation as one line of JSON, and how many calls it holds. */
export interface TraceRecord {
  readonly line: string
  readonly calls: number
}

/** So many agents, each with instructions of its own. */
const AGENTS = 8
const things = ['order', 'ticket', 'account', 'file', 'invoice', 'shipment']
const reads = ['get', 'list', 'search', 'lookup', 'read']
const writes = ['update', 'add', 'create', 'set', 'assign']

/**
 * Conversations of the size of recorded ones: in the development traces, a line is 18 to 27 KB long and holds 8 calls, of
 * which two change something; 6 KB of the 13 KB of evidence are instructions that all conversations of an agent share.
 * One changing call in fifty holds a value that stands nowhere.
 */
export function traceRecords(count: number, seed: number): TraceRecord[] {
  const random = new Random(seed, count)
  const agents = Array.from({ length: AGENTS }, () => ({
    instructions: prose(random, 5_000 + random.below(1_500)),
    tools: things.flatMap((thing) => [
      ...reads.map((verb) => ({ name: `${verb}_${thing}`, mutating: false })),
      ...writes.map((verb) => ({ name: `${verb}_${thing}`, mutating: true })),
    ]),
  }))
  return Array.from({ length: count }, (_, n) => {
    const agent = agents[n % AGENTS] as (typeof agents)[0]
    const writer: Writer = { random, ids: new IdBook(random) }
    const calls = 6 + random.below(5)
    const messages = [{ role: 'system', content: agent.instructions }, ...turns(writer, calls)]
    const about = { source: 'made-up', domain: `agent-${n % AGENTS}`, model: 'made-up', id: `run-${n}` }
    return {
      line: JSON.stringify({ ...about, reward: n % 3 === 0 ? 0 : 1, messages, tools: agent.tools }),
      calls,
    }
  })
}

/** What the user asks for, and the calls and the answers. */
function turns(writer: Writer, calls: number): object[] {
  const { random, ids } = writer
  const messages: object[] = [
    { role: 'user', content: `${prose(random, 150)} It is about ${ids.issue('order_id')}, ${ids.email()}.` },
  ]
  // Two of the calls change something, the last one among them.
  const changing = new Set([calls - 1, 1 + random.below(calls - 2)])
  for (let at = 0; at < calls; at++) {
    const id = `call_${random.text('abcdefghijklmnopqrstuvwxyz0123456789', 24)}`
    const isChange = changing.has(at)
    const name = `${random.pick(isChange ? writes : reads)}_${random.pick(things)}`
    const args = argsOf(writer, isChange)
    messages.push(
      {
        role: 'assistant',
        content: random.chance(0.3) ? sentence(random) : '',
        toolCalls: [{ id, name, args }],
      },
      { role: 'tool', content: answerTo(writer, isChange), toolCallId: id, toolName: name },
    )
    if (random.chance(0.25))
      messages.push(
        { role: 'assistant', content: prose(random, 200) },
        { role: 'user', content: prose(random, 60) },
      )
  }
  return messages
}

function argsOf({ random, ids }: Writer, isChange: boolean): Record<string, unknown> {
  const known = (): IdArg => random.pick(ids.known())
  const args = Object.fromEntries([known(), known()].map(({ name, value }) => [name, value]))
  if (!isChange) return args
  const minted = random.chance(0.02) ? ids.minted(1) : []
  return {
    ...args,
    ...Object.fromEntries(minted.map(({ name, value }) => [name, value])),
    ...{ status: word(random), note: sentence(random), quantity: random.below(9) },
  }
}

function answerTo(writer: Writer, isChange: boolean): string {
  const { random } = writer
  if (isChange && random.chance(0.5)) return 'ok'
  return messageText(writer, random.chance(0.9) ? 'json' : 'prose', 220 * 10 ** random.float())
}
