/**
 * A letting office as a deep agent: a manager who delegates to a bookkeeper and to a helper, tools on a real SQLite
 * database, and ids that travel between the three in prose.
 *
 * What one model writes to another is no evidence: not the task that it hands down, and not the report that comes back.
 * So an id that the manager made up is blocked below, and one that the bookkeeper made up is blocked above. What the user
 * wrote to the manager counts below as well, and so does what a tool has answered to the agent that called it.
 *
 * No API key is needed: the models are scripts. The rest is real.
 */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs, styleText } from 'node:util'
import { describeOrigins, type GuardRecord, NOTE_MARKER } from '@handrail/core'
import { handrailMiddleware } from '@handrail/langchain/middleware'
import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { createDeepAgent, GENERAL_PURPOSE_SUBAGENT } from 'deepagents'
import { AIMessage, type BaseMessage, fakeModel, HumanMessage, ToolMessage, tool } from 'langchain'
import { z } from 'zod'

const REQUEST =
  'Ida Brandt has moved out of flat FL-2207. End her lease, pay her deposit back, and cancel the cleaning of the flat.'

// ---- The letting office: a database, and tools that trust their caller --------------------------------------

function createOffice() {
  const db = new DatabaseSync(':memory:')
  db.exec(`
    CREATE TABLE leases (lease_id TEXT, flat_id TEXT, tenant TEXT, account_id TEXT);
    CREATE TABLE cleanings (cleaning_id TEXT, flat_id TEXT, day TEXT);
    CREATE TABLE changes (what TEXT);
    INSERT INTO leases VALUES ('LS-3118', 'FL-2207', 'Ida Brandt', 'AC-90412'), ('LS-3080', 'FL-1840', 'Jon Vale', 'AC-77120');
    INSERT INTO cleanings VALUES ('CL-5561', 'FL-2207', 'Friday'), ('CL-5516', 'FL-1840', 'Monday');
    CREATE TRIGGER lease AFTER DELETE ON leases BEGIN
      INSERT INTO changes VALUES ('lease ' || old.lease_id || ' of ' || old.flat_id || ' cancelled'); END;
    CREATE TRIGGER cleaning AFTER DELETE ON cleanings BEGIN
      INSERT INTO changes VALUES ('cleaning ' || old.cleaning_id || ' of ' || old.flat_id || ' cancelled'); END;
  `)
  const rows = (sql: string, ...values: string[]) => db.prepare(sql).all(...values)
  const flatArgs = z.object({ flat_id: z.string() })

  const findLease = tool(
    ({ flat_id }) => JSON.stringify(rows('SELECT * FROM leases WHERE flat_id = ?', flat_id)),
    { name: 'find_lease', description: 'Finds the lease of a flat.', schema: flatArgs },
  )
  const cancelLease = tool(
    ({ lease_id }) => {
      rows('DELETE FROM leases WHERE lease_id = ?', lease_id)
      return 'cancelled'
    },
    { name: 'cancel_lease', description: 'Ends a lease.', schema: z.object({ lease_id: z.string() }) },
  )
  const payDeposit = tool(
    ({ flat_id, account_id }) => {
      rows('INSERT INTO changes VALUES (?)', `deposit of ${flat_id} paid to ${account_id}`)
      return 'paid'
    },
    {
      name: 'pay_deposit',
      description: 'Pays the deposit of a flat back to an account.',
      schema: z.object({ flat_id: z.string(), account_id: z.string() }),
    },
  )
  const findCleanings = tool(
    ({ flat_id }) => JSON.stringify(rows('SELECT * FROM cleanings WHERE flat_id = ?', flat_id)),
    { name: 'find_cleanings', description: 'Lists the cleanings of a flat.', schema: flatArgs },
  )
  const cancelCleaning = tool(
    ({ cleaning_id }) => {
      rows('DELETE FROM cleanings WHERE cleaning_id = ?', cleaning_id)
      return 'cancelled'
    },
    {
      name: 'cancel_cleaning',
      description: 'Cancels a cleaning.',
      schema: z.object({ cleaning_id: z.string() }),
    },
  )
  return {
    forManager: [findCleanings, cancelCleaning],
    forBookkeeper: [findLease, cancelLease, payDeposit],
    changes: () => rows('SELECT what FROM changes').map(({ what }) => String(what)),
  }
}

// ---- The agents ---------------------------------------------------------------------------------------------

/** A record of a guard, and whose call it is about. */
interface Noted {
  agent: string
  record: GuardRecord
}

async function run(handler: 'observe' | 'enforce', realModel?: string) {
  const office = createOffice()
  const noted: Noted[] = []
  // This line is all there is to Handrail. Each agent needs one: the manager's does not reach into the agents below.
  const guardFor = (agent: string) =>
    handrailMiddleware({ handler, onRecord: (record) => void noted.push({ agent, record }) })

  const agent = createDeepAgent({
    model: realModel ? await chatOpenAI(realModel) : scriptedModel(managerStep),
    systemPrompt: 'You manage a letting office. The bookkeeper sees to leases and deposits.',
    tools: office.forManager,
    middleware: [guardFor('manager')],
    subagents: [
      {
        name: 'bookkeeper',
        description: 'Ends leases and pays deposits back.',
        systemPrompt: 'You are the bookkeeper of a letting office. Report what you have done.',
        model: realModel ? await chatOpenAI(realModel) : scriptedModel(bookkeeperStep),
        tools: office.forBookkeeper,
        middleware: [guardFor('bookkeeper')],
      },
      // Deep Agents adds this one to every agent, with all its tools and without its middleware. Unless it is given
      // like this, whatever the manager may not do, the manager can have done.
      {
        ...GENERAL_PURPOSE_SUBAGENT,
        model: realModel ? await chatOpenAI(realModel) : scriptedModel(helperStep),
        middleware: [guardFor('helper')],
      },
    ],
  })
  const { messages } = await agent.invoke({ messages: [new HumanMessage(REQUEST)] })
  return { messages, noted, changes: office.changes() }
}

type Run = Awaited<ReturnType<typeof run>>

/** A real model, from OpenAI. */
async function chatOpenAI(model: string) {
  const { ChatOpenAI } = await import('@langchain/openai')
  return new ChatOpenAI({ model })
}

// ---- The models: scripts ------------------------------------------------------------------------------------

interface Call {
  readonly name: string
  readonly args: Readonly<Record<string, string>>
}

interface AnsweredCall extends Call {
  /** What the model read in answer. */
  readonly answer: string
}

/** What a model does next that knows nothing but its prompt: calls a tool, or says something and is done. */
type Script = (prompt: string, calls: readonly AnsweredCall[]) => Call | string

const call = (name: string, args: Call['args']): Call => ({ name, args })
const isWithheld = (call: AnsweredCall) => call.answer.startsWith(`${NOTE_MARKER} BLOCK`)
const idIn = (text: string | undefined, prefix: string) =>
  text?.match(new RegExp(`${prefix}-\\d+`))?.[0] ?? ''

const managerStep: Script = (prompt, calls) => {
  const flat_id = idIn(prompt, 'FL')
  const last = calls.at(-1)
  if (!last)
    return call('task', {
      subagent_type: 'bookkeeper',
      // The first mistake: nobody told it the number of the lease.
      description: `Cancel lease LS-3080, and pay the deposit of flat ${flat_id} back.`,
    })
  if (last.name === 'task' && calls.length === 1)
    return call('cancel_cleaning', { cleaning_id: idIn(last.answer, 'CL') })
  if (isWithheld(last))
    return call('task', {
      subagent_type: 'general-purpose',
      // The second one, handed on.
      description: `Cancel cleaning CL-5516 of flat ${flat_id}.`,
    })
  return 'The lease is ended, the deposit is paid back, and the cleaning is cancelled.'
}

const bookkeeperStep: Script = (task, calls) => {
  const flat_id = idIn(task, 'FL')
  const lease = calls.find(({ name }) => name === 'find_lease')?.answer
  const last = calls.at(-1)
  if (!last) return call('cancel_lease', { lease_id: idIn(task, 'LS') })
  if (!lease) return call('find_lease', { flat_id })
  if (last.name === 'find_lease' && calls.some(isWithheld))
    return call('cancel_lease', { lease_id: idIn(lease, 'LS') })
  if (last.name !== 'pay_deposit') return call('pay_deposit', { flat_id, account_id: idIn(lease, 'AC') })
  // The second mistake: it never looked for a cleaning.
  return `The lease is cancelled and the deposit is paid. There is cleaning CL-5516 as well, which I cannot cancel.`
}

const helperStep: Script = (task, calls) => {
  const last = calls.at(-1)
  if (!last) return call('cancel_cleaning', { cleaning_id: idIn(task, 'CL') })
  if (isWithheld(last)) return call('find_cleanings', { flat_id: idIn(task, 'FL') })
  if (last.name === 'find_cleanings') return call('cancel_cleaning', { cleaning_id: idIn(last.answer, 'CL') })
  return 'The cleaning of the flat is cancelled.'
}

function scriptedModel(step: Script): BaseChatModel {
  const model = fakeModel()
  // LangChain's fake model wants every response queued beforehand; the longest run takes five.
  for (let at = 0; at < 5; at++)
    model.respond((prompt) => {
      const next = step(
        prompt.find((message) => message.getType() === 'human')?.text ?? '',
        answeredIn(prompt),
      )
      if (typeof next === 'string') return new AIMessage(next)
      return new AIMessage({ content: '', tool_calls: [{ id: crypto.randomUUID(), ...next }] })
    })
  return model
}

/** The calls in messages, each with the text that the model read in answer to it. */
function answeredIn(messages: readonly BaseMessage[]): AnsweredCall[] {
  const calls = messages.filter(AIMessage.isInstance).flatMap(({ tool_calls = [] }) => tool_calls)
  return messages.filter(ToolMessage.isInstance).flatMap(({ tool_call_id, text }) => {
    const answered = calls.find(({ id }) => id === tool_call_id)
    return answered ? [{ name: answered.name, args: answered.args, answer: text }] : []
  })
}

// ---- What is shown ------------------------------------------------------------------------------------------

const INTRO = `
The manager hands the bookkeeper the number of a lease that nobody told it. The bookkeeper reports the number of a cleaning
that it never looked up. Both exist, and are of flat FL-1840.`

/** Who, and what in lines of at most 100 columns. */
const line = (who: string, what: string) =>
  `  ${who.padEnd(13)}${what.replaceAll(/(.{1,85})(?:\s+|$)/g, `$1\n${' '.repeat(15)}`)}`.trimEnd()

function printRun({ messages, noted, changes }: Run): void {
  const calls = messages.filter(AIMessage.isInstance).flatMap(({ tool_calls = [] }) => tool_calls)
  const answerTo = (id: string) =>
    messages.find((message) => ToolMessage.isInstance(message) && message.tool_call_id === id)?.text
  let task: string | undefined
  const printReport = () => {
    if (task !== undefined) console.log(line('', `reports: "${answerTo(task)}"`))
    task = undefined
  }
  console.log(`\n${line('YOU', REQUEST)}`)
  for (const { agent, record } of noted) {
    const { call, verdict } = record.assessment
    if (agent === 'manager') printReport()
    const isTask = calls.some(({ id, name }) => id === call.toolCallId && name === 'task')
    const { subagent_type, description, ...args } = call.args as Record<string, string>
    const what = isTask ? `task: "${description}"` : `${call.toolName} ${Object.values(args).join(' ')}`
    console.log(`  ${agent.padEnd(11)}  ${what.padEnd(28)}  ${effectOf(record)}`.trimEnd())
    const origins = describeOrigins(verdict)
    if (origins !== '') console.log(`                 ${origins.replaceAll('\n', '\n                 ')}`)
    if (isTask) task = call.toolCallId
  }
  printReport()
  console.log(line('manager', `"${messages.at(-1)?.text}"`))
  console.log('\n  the database: what changed')
  for (const change of changes) {
    const isWrong = change.includes('FL-1840')
    console.log(
      `    ${change.padEnd(40)}  ${isWrong ? styleText('red', 'WRONG') : styleText('green', 'right')}`,
    )
  }
}

/** What took effect, and what would have; nothing where nothing was judged. */
function effectOf({ assessment, outcome }: GuardRecord): string {
  if (assessment.effect.effect === 'read') return ''
  if (!outcome.dispatched) return styleText('bold', `${outcome.intervention}: did not run`)
  return assessment.verdict.believe
    ? 'ran'
    : styleText('bold', `ran, would be ${assessment.decision.intervention}`)
}

// ---- The demo -----------------------------------------------------------------------------------------------

// With OPENAI_API_KEY in the environment, `--model gpt-5-mini` asks a real model instead. Then nothing is checked.
const { model } = parseArgs({ options: { model: { type: 'string' } } }).values
console.log(model ? `A real model, ${model}: it may make these mistakes, or others, or none.` : INTRO)

console.log(`\n${styleText('bold', '=== OBSERVE: every call runs ===')}`)
const observed = await run('observe', model)
printRun(observed)

console.log(`\n${styleText('bold', '=== ENFORCE: what cannot be taken back does not run ===')}`)
const enforced = await run('enforce', model)
printRun(enforced)

// With the scripts the outcome is known, so this example is a test as well.
if (!model) {
  assert.deepEqual(observed.changes, [
    'lease LS-3080 of FL-1840 cancelled',
    'deposit of FL-2207 paid to AC-90412',
    'cleaning CL-5516 of FL-1840 cancelled',
  ])
  assert.deepEqual(enforced.changes, [
    'lease LS-3118 of FL-2207 cancelled',
    'deposit of FL-2207 paid to AC-90412',
    'cleaning CL-5561 of FL-2207 cancelled',
  ])
  const blocked = enforced.noted.filter(({ record }) => !record.outcome.dispatched)
  assert.deepEqual(
    blocked.map(({ agent, record }) => [agent, record.assessment.call.args]),
    [
      ['bookkeeper', { lease_id: 'LS-3080' }], // Only the task had it.
      ['manager', { cleaning_id: 'CL-5516' }], // Only the report had it.
      ['helper', { cleaning_id: 'CL-5516' }], // Handed on, it is no better known.
    ],
  )
}
