/**
 * A support desk with a real database, and a model that makes two mistakes.
 *
 * The same conversation runs unguarded and with each of Handrail's interventions, in the AI SDK and in LangChain.
 * No API key is needed: the model is a script, and so is what it does after it has read a note. The rest is real:
 * the frameworks, the guard, the tools, and the SQLite database that is read afterwards.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs, styleText } from 'node:util'
import { guardTools as guardAiSdkTools } from '@handrail/ai-sdk'
import { createGuard, type Guard, type GuardOptions, NOTE_MARKER } from '@handrail/core'
import { guardTools as guardLangChainTools } from '@handrail/langchain'
import { tool as aiSdkTool, generateText, isStepCount, type ModelMessage } from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import {
  AIMessage,
  type BaseMessage,
  createAgent,
  fakeModel,
  tool as langChainTool,
  ToolMessage,
} from 'langchain'
import { z } from 'zod'

interface Conversation {
  /** The calls the model made, each with what it read in answer. */
  calls: AnsweredCall[]
  /** What it tells the customer in the end. */
  reply: string
}

const INSTRUCTIONS = 'You are the support desk of a shop. Help the customer with the tools.'

// ---- The modes: what you choose between ---------------------------------------------------------------------

interface Mode {
  name: string
  meaning: string
  /** Options of the guard; absent for the run without one. */
  guard?: GuardOptions
  /** The rung that the note to the model names; absent where the model is told nothing. */
  note?: 'WARN' | 'BLOCK' | 'DEFER'
  /** Whether a call with a made-up value must not run. */
  withholds: boolean
}

const MODES: readonly Mode[] = [
  { name: 'UNGUARDED', meaning: 'every call runs', withholds: false },
  { name: 'OBSERVE', meaning: 'every call runs, the guard only keeps a record', guard: {}, withholds: false },
  {
    name: 'WARN',
    meaning: 'the call runs, the model reads a note below its result',
    guard: { handler: 'enforce', policy: { onHighConfidence: 'WARN', onLowConfidence: 'WARN' } },
    note: 'WARN',
    withholds: false,
  },
  {
    // By default a call is only blocked when nothing of a value is known. Of `credit_card_8150372` the digits are
    // known, from the gift card: that is low confidence, for which this policy asks for BLOCK as well.
    name: 'BLOCK',
    meaning: 'the call is withheld, the model reads why',
    guard: { handler: 'enforce', policy: { onHighConfidence: 'BLOCK', onLowConfidence: 'BLOCK' } },
    note: 'BLOCK',
    withholds: true,
  },
  {
    // A model that is sent back costs a turn. So DEFER is above the default ceiling, and has to be asked for.
    name: 'RE-PROMPT',
    meaning: 'the call is withheld, the model is told to look the value up or ask for it (rung DEFER)',
    guard: {
      handler: 'enforce',
      policy: { onHighConfidence: 'DEFER', onLowConfidence: 'DEFER', ceiling: 'DEFER' },
    },
    note: 'DEFER',
    withholds: true,
  },
]

// ---- The desk: a customer, a database, and what the tools do with it ---------------------------------------

/** The customer who writes to the support desk. */
const CUSTOMER = 'yara_silva_4417'

/** What she writes. */
const REQUEST =
  `Hi, this is Yara Silva (${CUSTOMER}). The kettle from order #W7304942 arrived broken. ` +
  'Please refund the 54.00 to my gift card, and cancel the order I placed yesterday.'

const customerArgs = z.object({ customer_id: z.string() })
const orderArgs = z.object({ order_id: z.string() })
const refundArgs = z.object({
  order_id: z.string(),
  payment_method_id: z.string(),
  amount: z.number(),
})

/** The tools trust their caller, as internal services often do: nothing stands between the model and the rows. */
class Desk {
  readonly db: DatabaseSync

  constructor(file: string) {
    this.db = new DatabaseSync(file)
    this.db.exec(`
      CREATE TABLE customers (id TEXT, name TEXT);
      CREATE TABLE gift_cards (id TEXT, customer_id TEXT, balance REAL);
      CREATE TABLE orders (id TEXT, customer_id TEXT, item TEXT, price REAL, status TEXT);
      CREATE TABLE refunds (order_id TEXT, payment_method_id TEXT, amount REAL);
      INSERT INTO customers VALUES ('yara_silva_4417', 'Yara Silva'), ('omar_haddad_2093', 'Omar Haddad');
      INSERT INTO gift_cards VALUES ('gift_card_8150372', 'yara_silva_4417', 12);
      INSERT INTO orders VALUES
        ('#W7304942', 'yara_silva_4417', 'kettle', 54, 'delivered'),
        ('#W8732891', 'yara_silva_4417', 'toaster', 38, 'processing'),
        ('#W8732376', 'omar_haddad_2093', 'desk lamp', 71, 'processing');
    `)
  }

  getCustomer({ customer_id }: z.infer<typeof customerArgs>) {
    const customer = this.db.prepare('SELECT * FROM customers WHERE id = ?').get(customer_id)
    const cards = this.db.prepare('SELECT id, balance FROM gift_cards WHERE customer_id = ?').all(customer_id)
    return customer ? { ...customer, payment_methods: cards } : { error: 'not found' }
  }

  getOrder({ order_id }: z.infer<typeof orderArgs>) {
    return this.db.prepare('SELECT * FROM orders WHERE id = ?').get(order_id) ?? { error: 'not found' }
  }

  refundPayment({ order_id, payment_method_id, amount }: z.infer<typeof refundArgs>) {
    this.db.prepare('INSERT INTO refunds VALUES (?, ?, ?)').run(order_id, payment_method_id, amount)
    this.db.prepare('UPDATE gift_cards SET balance = balance + ? WHERE id = ?').run(amount, payment_method_id)
    return { status: 'refunded', amount }
  }

  cancelOrder({ order_id }: z.infer<typeof orderArgs>) {
    const { changes } = this.db.prepare("UPDATE orders SET status = 'cancelled' WHERE id = ?").run(order_id)
    return changes ? { status: 'cancelled' } : { error: 'not found' }
  }

  /** What changed, and whether it is wrong: a refund to a card that is not the customer's, an order of someone else. */
  changes() {
    const rows = this.db.prepare(`
      SELECT payment_method_id AS id, printf('%.2f refunded', amount) AS what,
        payment_method_id NOT IN (SELECT id FROM gift_cards WHERE customer_id = $customer) AS wrong
      FROM refunds
      UNION ALL
      SELECT id, status, customer_id <> $customer FROM orders WHERE status = 'cancelled'
    `)
    return rows
      .all({ customer: CUSTOMER })
      .map(({ id, what, wrong }) => ({ id: String(id), what: String(what), wrong: wrong === 1 }))
  }
}

// ---- The AI SDK ---------------------------------------------------------------------------------------------

async function runAiSdk(desk: Desk, guard?: Guard, realModel?: string): Promise<Conversation> {
  const tools = {
    get_customer: aiSdkTool({
      description: 'Looks up a customer and the payment methods on file.',
      inputSchema: customerArgs,
      execute: (args) => desk.getCustomer(args),
    }),
    get_order: aiSdkTool({
      description: 'Looks up an order.',
      inputSchema: orderArgs,
      execute: (args) => desk.getOrder(args),
    }),
    refund_payment: aiSdkTool({
      description: 'Refunds an amount of an order to a payment method.',
      inputSchema: refundArgs,
      execute: (args) => desk.refundPayment(args),
    }),
    cancel_order: aiSdkTool({
      description: 'Cancels an order.',
      inputSchema: orderArgs,
      execute: (args) => desk.cancelOrder(args),
    }),
  }
  const { finalStep, text } = await generateText({
    model: realModel ?? scriptedAiSdkModel(), // The id of a model goes through the AI Gateway.
    tools: guard ? guardAiSdkTools(tools, guard) : tools, // This line is all there is to Handrail.
    stopWhen: isStepCount(8),
    instructions: INSTRUCTIONS,
    prompt: REQUEST,
    include: { requestMessages: true }, // Only for the table: the messages exactly as the model read them.
  })
  return { calls: answeredInAiSdk(finalStep.request.messages ?? []), reply: text }
}

// ---- LangChain ----------------------------------------------------------------------------------------------

async function runLangChain(desk: Desk, guard?: Guard, realModel?: string): Promise<Conversation> {
  const tools = [
    langChainTool((args) => JSON.stringify(desk.getCustomer(args)), {
      name: 'get_customer',
      description: 'Looks up a customer and the payment methods on file.',
      schema: customerArgs,
    }),
    langChainTool((args) => JSON.stringify(desk.getOrder(args)), {
      name: 'get_order',
      description: 'Looks up an order.',
      schema: orderArgs,
    }),
    langChainTool((args) => JSON.stringify(desk.refundPayment(args)), {
      name: 'refund_payment',
      description: 'Refunds an amount of an order to a payment method.',
      schema: refundArgs,
    }),
    langChainTool((args) => JSON.stringify(desk.cancelOrder(args)), {
      name: 'cancel_order',
      description: 'Cancels an order.',
      schema: orderArgs,
    }),
  ]
  const agent = createAgent({
    model: realModel ? await chatOpenAI(realModel) : scriptedLangChainModel(),
    tools: guard ? guardLangChainTools(tools, guard) : tools, // This line is all there is to Handrail.
    systemPrompt: INSTRUCTIONS,
  })
  const { messages } = await agent.invoke({ messages: [{ role: 'user', content: REQUEST }] })
  return { calls: answeredInLangChain(messages), reply: messages.at(-1)?.text ?? '' }
}

/** A real model: through the AI Gateway, which speaks OpenAI's protocol, or from OpenAI. */
async function chatOpenAI(model: string) {
  const { ChatOpenAI } = await import('@langchain/openai')
  const apiKey = process.env.AI_GATEWAY_API_KEY
  return apiKey
    ? new ChatOpenAI({ model, apiKey, configuration: { baseURL: 'https://ai-gateway.vercel.sh/v1' } })
    : new ChatOpenAI({ model })
}

// ---- The model: a script that both frameworks play ---------------------------------------------------------

/** A call, and the text that the model read in answer to it. */
interface AnsweredCall {
  toolName: string
  args: Record<string, unknown>
  answer: string
}

/** What the script does in one step: calls tools, or says something and ends the run. */
interface ScriptedStep {
  says?: string
  calls?: { toolName: string; args: Record<string, unknown> }[]
}

/**
 * The script. It knows nothing but its prompt, as any model, so it can only react to a note that really arrived. That
 * it reacts well is scripted too, and says nothing about models.
 */
function nextStep(prompt: readonly AnsweredCall[]): ScriptedStep {
  const latest = (toolName: string) => prompt.findLast((call) => call.toolName === toolName)
  const customer = latest('get_customer')
  const refund = latest('refund_payment')
  const cancellation = latest('cancel_order')

  if (!customer)
    return {
      calls: [
        { toolName: 'get_customer', args: { customer_id: CUSTOMER } },
        { toolName: 'get_order', args: { order_id: '#W7304942' } },
      ],
    }

  // The mistakes. The first is a slip from recorded runs: it read `gift_card_8150372`, and writes the right digits
  // behind the wrong words. The second is an order number that nobody told it.
  if (!refund || !cancellation)
    return {
      calls: [
        {
          toolName: 'refund_payment',
          args: { order_id: '#W7304942', payment_method_id: 'credit_card_8150372', amount: 54 },
        },
        { toolName: 'cancel_order', args: { order_id: '#W8732376' } },
      ],
    }

  // What a careful model does after a note: it uses the value that a tool returned, and asks for the one it lacks.
  if (isWithheld(refund)) {
    const payment_method_id = customer.answer.match(/gift_card_\d+/)?.[0]
    return {
      calls: [{ toolName: 'refund_payment', args: { order_id: '#W7304942', payment_method_id, amount: 54 } }],
    }
  }
  if (isWithheld(cancellation))
    return { says: 'I refunded 54.00 to your gift card. Which order shall I cancel?' }
  if (refund.answer.includes(NOTE_MARKER))
    return { says: 'I guessed your card and your order. A colleague will check both.' }
  return { says: 'Done! I refunded 54.00 and cancelled your order.' }
}

/** Whether the answer is Handrail's and the tool did not run. */
function isWithheld({ answer }: AnsweredCall): boolean {
  return answer.startsWith(`${NOTE_MARKER} BLOCK`) || answer.startsWith(`${NOTE_MARKER} DEFER`)
}

/** The script as a model of the AI SDK. */
function scriptedAiSdkModel() {
  return new MockLanguageModelV4({
    doGenerate: async ({ prompt }) => {
      const { says = '', calls = [] } = nextStep(answeredInAiSdk(prompt))
      const toolCalls = calls.map(({ toolName, args }) => ({
        type: 'tool-call' as const,
        toolCallId: crypto.randomUUID(),
        toolName,
        input: JSON.stringify(args),
      }))
      return {
        content: says === '' ? toolCalls : [{ type: 'text', text: says }],
        finishReason: { unified: says === '' ? 'tool-calls' : 'stop', raw: undefined },
        usage: {
          inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
          outputTokens: { total: undefined, text: undefined, reasoning: undefined },
        },
        warnings: [],
      }
    },
  })
}

/** The script as a model of LangChain. */
function scriptedLangChainModel() {
  const model = fakeModel()
  // LangChain's fake model wants every response queued beforehand; the longest run takes four.
  for (let step = 1; step <= 4; step++)
    model.respond((prompt) => {
      const { says = '', calls = [] } = nextStep(answeredInLangChain(prompt))
      const toolCalls = calls.map(({ toolName, args }) => ({ id: crypto.randomUUID(), name: toolName, args }))
      return new AIMessage({ content: says, tool_calls: toolCalls })
    })
  return model
}

/** The calls in messages of the AI SDK. */
function answeredInAiSdk(messages: readonly ModelMessage[]): AnsweredCall[] {
  const parts = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : [...content]))
  const calls = parts.filter((part) => part.type === 'tool-call')
  return parts
    .filter((part) => part.type === 'tool-result')
    .map(({ toolCallId, toolName, output }) => {
      const args = calls.find((call) => call.toolCallId === toolCallId)?.input as Record<string, unknown>
      const value = 'value' in output ? output.value : output
      return { toolName, args, answer: typeof value === 'string' ? value : JSON.stringify(value) }
    })
}

/** The calls in messages of LangChain. */
function answeredInLangChain(messages: readonly BaseMessage[]): AnsweredCall[] {
  const calls = messages.filter(AIMessage.isInstance).flatMap((message) => message.tool_calls ?? [])
  return messages.filter(ToolMessage.isInstance).map((message) => {
    const call = calls.find(({ id }) => id === message.tool_call_id)
    return { toolName: call?.name ?? '', args: call?.args ?? {}, answer: message.text }
  })
}

// ---- What is shown ------------------------------------------------------------------------------------------

const INTRO = `
A customer asks: refund 54.00 to my gift card, and cancel the order I placed yesterday. The model reads
gift_card_8150372, but refunds to credit_card_8150372, and makes up an order number, which is a stranger's.`

const OUTRO = `
The model is scripted, its second try included. Real is what it read, and what the database then held.
Next: wrap your own tools in guardTools, as examples/support-desk/main.ts does, and begin with OBSERVE.`

interface Run extends Conversation {
  mode: Mode
  guard: Guard | undefined
  changes: ReturnType<Desk['changes']>
}

/** The calls that were made to change something. */
const mutating = (calls: readonly AnsweredCall[]) =>
  calls.filter(({ toolName }) => !toolName.startsWith('get_'))

const noteIn = (answer: string) => answer.split('\n').find((line) => line.startsWith(NOTE_MARKER))

const shorten = (text: string, width: number) => {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > width ? `${line.slice(0, width - 3)}...` : line
}

/** A row of the table, at most 108 columns wide. */
const row = (call: string, read: string, database: string, verdict = '') =>
  `  ${shorten(call, 33).padEnd(33)} ${shorten(read, 45).padEnd(45)}  ${database.padEnd(14)}  ${verdict}`.trimEnd()

function printRun({ mode, guard, calls, reply, changes }: Run): void {
  console.log(`\n${styleText('bold', mode.name)}: ${mode.meaning}`)
  for (const call of mutating(calls)) {
    const { order_id, payment_method_id, amount } = call.args
    const what = payment_method_id ? `refund ${amount} -> ${payment_method_id}` : `cancel ${order_id}`
    const change = changes.find(({ id }) => id === (payment_method_id ?? order_id))
    const verdict = change?.wrong
      ? styleText('red', 'WRONG')
      : styleText('green', change ? 'right' : isWithheld(call) ? 'prevented' : '')
    console.log(row(what, noteIn(call.answer) ?? call.answer, change?.what ?? 'unchanged', verdict))
  }
  if (guard && !mode.note) console.log(`  The record: ${recordOf(guard) || 'nothing to note'}`)
  console.log(`  The customer is told: "${shorten(reply, 80)}"`)
}

const wrap = (text: string) => text.replaceAll(/(.{1,100})(?:\s+|$)/g, '  $1\n').trimEnd()

/** What the guard noted about the calls that it only observed: argument, confidence, and the rung it would be. */
function recordOf(guard: Guard): string {
  return flaggedBy(guard)
    .map(({ assessment: { call, verdict, decision } }) => {
      const args = verdict.unsupported.map((arg) => `${call.toolName}.${arg}`).join(', ')
      return `${args} ${decision.confidence}, would ${decision.rung.key}`
    })
    .join('; ')
}

const flaggedBy = (guard: Guard) => guard.records().filter(({ assessment }) => !assessment.verdict.believe)

/** With the scripted model the outcome is known. A build that runs this example fails when it is another one. */
function check({ mode, guard, calls, changes }: Run): void {
  const wrong = changes.filter((change) => change.wrong).map(({ id }) => id)
  const right = changes.filter((change) => !change.wrong).map(({ id }) => id)
  const mistakes = ['credit_card_8150372', '#W8732376']
  assert.deepEqual(wrong, mode.withholds ? [] : mistakes, `${mode.name}: wrong changes in the database`)
  assert.deepEqual(right, mode.withholds ? ['gift_card_8150372'] : [], `${mode.name}: right changes`)
  for (const { toolName, answer } of mutating(calls).slice(0, 2)) {
    const rung = noteIn(answer)?.match(/\b(WARN|BLOCK|DEFER)\b/)?.[0]
    assert.equal(rung, mode.note, `${mode.name}: the note that the model read about ${toolName}`)
  }
  if (guard) assert.equal(flaggedBy(guard).length, 2, `${mode.name}: calls that the guard flagged`)
}

// ---- The demo -----------------------------------------------------------------------------------------------

const FRAMEWORKS = [
  { name: 'AI SDK', run: runAiSdk, keys: ['AI_GATEWAY_API_KEY'] },
  { name: 'LangChain', run: runLangChain, keys: ['AI_GATEWAY_API_KEY', 'OPENAI_API_KEY'] },
]

async function demo(realModel: string | undefined): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-support-desk-'))
  let note: string | undefined
  try {
    console.log(
      realModel ? `\nA real model, ${realModel}: it may make these mistakes, or others, or none.` : INTRO,
    )
    for (const { name, run, keys } of FRAMEWORKS) {
      if (realModel && !keys.some((key) => process.env[key])) {
        console.log(`\n${name} is left out: a real model needs ${keys.join(' or ')} there.`)
        continue
      }
      console.log(`\n${styleText('bold', `=== ${name} ===`)}`)
      console.log(row('the call', 'what the model read next', 'the database'))
      for (const mode of MODES) {
        const desk = new Desk(join(folder, `${name} ${mode.name}.sqlite`))
        const guard = mode.guard && createGuard(mode.guard)
        const conversation = await run(desk, guard, realModel).catch((error) => {
          desk.db.close() // An open file cannot be removed everywhere.
          throw error
        })
        const result = { mode, guard, ...conversation, changes: desk.changes() }
        desk.db.close()
        printRun(result)
        if (!realModel) check(result)
        note ??= result.calls.filter(isWithheld).map(({ answer }) => answer)[0]
      }
    }
    if (note) console.log(`\nA note in full, as the model read it:\n${wrap(note)}`)
    if (!realModel) console.log(OUTRO)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const USAGE = `Usage: pnpm demo [--model <id>]

Plays a support conversation unguarded and guarded, in the AI SDK and in LangChain, and shows what came of it.

  --model <id>  A real model instead of the script. With AI_GATEWAY_API_KEY in both frameworks, through the
                Vercel AI Gateway (openai/gpt-5-mini, say); with OPENAI_API_KEY in LangChain (gpt-5-mini).
  --help        This text.`

function fail(sentence: string): never {
  console.error(sentence)
  process.exit(2)
}

function readOptions() {
  try {
    return parseArgs({ options: { model: { type: 'string' }, help: { type: 'boolean' } } }).values
  } catch (error) {
    // The first sentence says what is wrong; the others are about the syntax of command lines.
    return fail(`${String((error as Error).message).split(/[.\n]/)[0]}; --help lists the options.`)
  }
}

const { model, help } = readOptions()
if (help) console.log(USAGE)
else {
  if (model !== undefined && !FRAMEWORKS.some(({ keys }) => keys.some((key) => process.env[key])))
    fail('--model needs AI_GATEWAY_API_KEY or OPENAI_API_KEY to be set.')
  await demo(model)
}
