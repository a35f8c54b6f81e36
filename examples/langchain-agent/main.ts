/**
 * The operations desk of a small cloud: `createAgent`, tools on a real SQLite database, and a model that guesses ids.
 *
 * Asked to delete the snapshots of four old servers, it looks one up and takes the next numbers for the others; asked
 * to point an alias at a new server, it makes up the server's id. The same calls are played with each rung of Handrail's
 * middleware: OBSERVE, WARN and BLOCK, and DEFER, where a person is asked. Then with LangChain's own
 * `humanInTheLoopMiddleware`, to which Handrail only says when to ask, and what the person should know.
 *
 * No API key is needed: the model is a script, and so is the person. The rest is real.
 */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs, styleText } from 'node:util'
import { createGuard, type Guard, NOTE_MARKER } from '@handrail/core'
import { describeUngrounded, handrailMiddleware, whenUngrounded } from '@handrail/langchain/middleware'
import { Command, isInterrupted, MemorySaver } from '@langchain/langgraph'
import {
  type ActionRequest,
  AIMessage,
  type AnyAgentMiddleware,
  type BaseMessage,
  createAgent,
  type Decision,
  fakeModel,
  type HITLRequest,
  HumanMessage,
  humanInTheLoopMiddleware,
  ToolMessage,
  tool,
} from 'langchain'
import { z } from 'zod'

// ---- The acts: what you choose between ----------------------------------------------------------------------

interface Act {
  name: string
  meaning: string
  guard: Guard
  /** All there is to Handrail. */
  middleware: (guard: Guard) => AnyAgentMiddleware[]
  oldServers: readonly string[]
  /** What the database must have seen in the end. */
  changes: readonly string[]
  /** What must have become of the calls with a made-up id. */
  effects: readonly string[]
}

const OLD_SERVERS = ['blog-old', 'wiki-old', 'mail-old', 'test-old']

/** The options of LangChain's own human in the loop for a tool. */
const askWhenUngrounded = (guard: Guard) => ({
  allowedDecisions: ['approve' as const, 'edit' as const, 'reject' as const],
  when: whenUngrounded(guard),
  description: describeUngrounded(guard),
})

const ACTS: readonly Act[] = [
  {
    name: 'OBSERVE',
    meaning: 'Every call runs. The guard only keeps a record of what it would have done.',
    guard: createGuard(),
    middleware: (guard) => [handrailMiddleware(guard)],
    oldServers: OLD_SERVERS,
    changes: [
      'snap-51120 of blog-old deleted',
      'snap-51121 of wiki-old deleted',
      'snap-51122 of shop-live deleted',
      'snap-51123 of bank-live deleted',
      'shop points to srv-7730 in Oslo',
    ],
    effects: ['ran', 'ran', 'ran', 'ran'],
  },
  {
    name: 'WARN and BLOCK',
    meaning:
      'An alias can be set again, so the call runs: WARN. A deleted snapshot is gone, so it does not: BLOCK.',
    guard: createGuard({ handler: 'enforce' }),
    middleware: (guard) => [handrailMiddleware(guard)],
    oldServers: OLD_SERVERS,
    changes: [
      'snap-51120 of blog-old deleted',
      'shop points to srv-7730 in Oslo', // Warned about, and put right by the model.
      'snap-51121 of wiki-old deleted',
      'snap-51124 of mail-old deleted',
      'shop points to srv-7748 in Helsinki',
    ],
    effects: ['withheld, with a note', 'withheld, with a note', 'withheld, with a note', 'ran, with a note'],
  },
  {
    // A question costs a person's time. So DEFER is above the default ceiling, and has to be asked for. It needs a
    // checkpointer, in which the run can wait; in an agent without one, DEFER becomes BLOCK.
    name: 'DEFER',
    meaning:
      'A person is asked about what would be blocked, once for all of it, before any call of the step runs.',
    guard: createGuard({ handler: 'enforce', policy: { onHighConfidence: 'DEFER', ceiling: 'DEFER' } }),
    middleware: (guard) => [handrailMiddleware(guard)],
    oldServers: OLD_SERVERS,
    changes: [
      'snap-51120 of blog-old deleted', // Nobody was asked about it: a tool had named it.
      'snap-51121 of wiki-old deleted',
      'snap-51124 of mail-old deleted',
      'shop points to srv-7730 in Oslo', // Warned about, as above.
      'shop points to srv-7748 in Helsinki',
    ],
    effects: [
      'waited for a person',
      'waited for a person',
      'waited for a person',
      'approved by the person, ran',
      'edited by the person, ran',
      'refused by the person',
      'ran, with a note',
    ],
  },
  {
    // LangChain's own drops all other calls of the step as soon as one is refused (langchainjs#11125). So the server
    // whose snapshot a person would refuse to delete is left out of this act.
    name: "LangChain's own human in the loop",
    meaning:
      'Handrail only says when to ask, and where each id came from. Calls that nobody need see just run.',
    guard: createGuard(),
    middleware: (guard) => [
      humanInTheLoopMiddleware({
        interruptOn: { delete_snapshot: askWhenUngrounded(guard), set_alias: askWhenUngrounded(guard) },
      }),
    ],
    effects: [],
    oldServers: OLD_SERVERS.slice(0, 3),
    changes: [
      'snap-51120 of blog-old deleted',
      'snap-51121 of wiki-old deleted',
      'snap-51124 of mail-old deleted',
      'shop points to srv-7748 in Helsinki',
    ],
  },
]

// ---- The cloud: a database, and tools that trust their caller -----------------------------------------------

function createCloud() {
  const db = new DatabaseSync(':memory:')
  db.exec(`
    CREATE TABLE snapshots (id TEXT, server TEXT);
    CREATE TABLE servers (id TEXT, region TEXT);
    CREATE TABLE aliases (alias TEXT, server_id TEXT);
    CREATE TABLE changes (what TEXT);
    INSERT INTO snapshots VALUES ('snap-51120', 'blog-old'), ('snap-51121', 'wiki-old'), ('snap-51122', 'shop-live'),
      ('snap-51123', 'bank-live'), ('snap-51124', 'mail-old');
    INSERT INTO servers VALUES ('srv-7730', 'Oslo'), ('srv-7748', 'Helsinki');
    INSERT INTO aliases VALUES ('shop', 'srv-7102');
    CREATE TRIGGER deleted AFTER DELETE ON snapshots
      BEGIN INSERT INTO changes VALUES (old.id || ' of ' || old.server || ' deleted'); END;
    CREATE TRIGGER pointed AFTER UPDATE ON aliases
      BEGIN INSERT INTO changes SELECT new.alias || ' points to ' || id || ' in ' || region
        FROM servers WHERE id = new.server_id; END;
  `)
  const rows = (sql: string, ...values: string[]) => db.prepare(sql).all(...values)
  const snapshotsOf = (server: string) => rows('SELECT * FROM snapshots WHERE server = ?', server)
  const serversIn = (region: string) => rows('SELECT * FROM servers WHERE region = ?', region)

  const tools = [
    tool(({ server }) => JSON.stringify(snapshotsOf(server)), {
      name: 'list_snapshots',
      description: 'Lists the snapshots of a server.',
      schema: z.object({ server: z.string() }),
    }),
    tool(({ region }) => JSON.stringify(serversIn(region)), {
      name: 'list_servers',
      description: 'Lists the servers in a region, a city.',
      schema: z.object({ region: z.string() }),
    }),
    tool(
      ({ snapshot_id }) => {
        rows('DELETE FROM snapshots WHERE id = ?', snapshot_id)
        return 'deleted'
      },
      {
        name: 'delete_snapshot',
        description: 'Deletes a snapshot of a server, for good.',
        schema: z.object({ server: z.string(), snapshot_id: z.string() }),
      },
    ),
    tool(
      ({ alias, server_id }) => {
        rows('UPDATE aliases SET server_id = ? WHERE alias = ?', server_id, alias)
        return 'set'
      },
      {
        name: 'set_alias',
        description: 'Points an alias at a server.',
        schema: z.object({ alias: z.string(), server_id: z.string() }),
      },
    ),
  ]
  const changes = () => rows('SELECT what FROM changes').map(({ what }) => String(what))
  return { tools, snapshotsOf, serversIn, changes }
}

type Cloud = ReturnType<typeof createCloud>

// ---- A run: what an app does, where a person may be asked ---------------------------------------------------

async function run(act: Act, realModel?: string): Promise<void> {
  const cloud = createCloud()
  const agent = createAgent({
    model: realModel ? await chatOpenAI(realModel) : scriptedModel(),
    tools: cloud.tools,
    middleware: act.middleware(act.guard),
    checkpointer: new MemorySaver(),
    systemPrompt: 'You run a small cloud. Help with the tools.',
  })
  const request =
    `We switched off ${and(act.oldServers)}: delete their snapshots. ` +
    'And point the alias shop at our new server in Helsinki.'
  console.log(`\n${styleText('bold', `=== ${act.name} ===`)}\n${act.meaning}\n\n${wrap('YOU', request)}\n`)

  const config = { configurable: { thread_id: act.name }, recursionLimit: 50 }
  let shown = 0
  let state = await agent.invoke({ messages: [new HumanMessage(request)] }, config)
  while (isInterrupted<HITLRequest>(state)) {
    shown = printCalls(state.messages, shown)
    const before = cloud.changes()
    const { actionRequests = [] } = state.__interrupt__[0]?.value ?? {}
    console.log(`\n  the agent waits for a person; changes in the database so far: ${before.length}`)
    const decisions = actionRequests.map((asked) => {
      const { decision, why } = askPerson(asked, cloud)
      const question = [`${asked.name} ${textOf(asked.args)}`, ...(asked.description ?? '').split('\n')]
      console.log(
        question
          .filter((line) => line !== '')
          .map((line) => `    ${line}`)
          .join('\n'),
      )
      console.log(styleText('bold', `      -> ${decision.type}: ${why}`))
      return decision
    })
    console.log()
    if (!realModel) assert.deepEqual(before, [], `${act.name}: nothing runs before the person has answered`)
    state = await agent.invoke(new Command({ resume: { decisions } }), config)
  }
  printCalls(state.messages, shown)
  console.log(`\n${wrap('AGENT', state.messages.at(-1)?.text ?? '')}`)
  printNotes(state.messages)
  printRecord(act.guard)
  printChanges(cloud)
  if (!realModel) check(act, cloud)
}

/** A real model, from OpenAI. */
async function chatOpenAI(model: string) {
  const { ChatOpenAI } = await import('@langchain/openai')
  return new ChatOpenAI({ model })
}

// ---- The person: looks into the console of the cloud, where the model cannot --------------------------------

function askPerson(
  { name, args }: ActionRequest,
  cloud: Cloud,
): { readonly decision: Decision; readonly why: string } {
  const [argument, right] =
    name === 'set_alias'
      ? ['server_id', cloud.serversIn('Helsinki')[0]?.id]
      : ['snapshot_id', cloud.snapshotsOf(args.server)[0]?.id]
  if (right === undefined) {
    const message = `${args.server} has no snapshot. ${args[argument]} is of another server.`
    return { decision: { type: 'reject', message }, why: message }
  }
  if (args[argument] === right) return { decision: { type: 'approve' }, why: 'the right one, as it happens' }
  const editedAction = { name, args: { ...args, [argument]: right } }
  return { decision: { type: 'edit', editedAction }, why: `it is ${right}` }
}

// ---- The model: a script. What it does after a note says nothing about how well models react ---------------------

interface Call {
  readonly name: string
  readonly args: Readonly<Record<string, string>>
}

interface AnsweredCall extends Call {
  /** What the model read in answer. */
  readonly answer: string
}

/** The next step of a model that knows nothing but its prompt: calls, or what it says in the end. */
function nextStep(prompt: readonly BaseMessage[]): Call[] | string {
  const calls = answeredIn(prompt)
  const latest = (name: string, server?: string) =>
    calls.findLast((call) => call.name === name && (server === undefined || call.args.server === server))
  const servers = prompt.find(HumanMessage.isInstance)?.text.match(/\w+-old/g) ?? []

  const first = latest('list_snapshots', servers[0])
  if (!first) return [{ name: 'list_snapshots', args: { server: String(servers[0]) } }]

  // The mistakes: one number was looked up, so the others will be the next ones; and a server that nobody named.
  if (!latest('delete_snapshot')) {
    const number = Number(first.answer.match(/snap-(\d+)/)?.[1])
    const deletions = servers.map((server, at) => ({
      name: 'delete_snapshot',
      args: { server, snapshot_id: `snap-${number + at}` },
    }))
    return [...deletions, { name: 'set_alias', args: { alias: 'shop', server_id: 'srv-7730' } }]
  }

  // What a careful model does after a note: it looks up what it had guessed, and calls again.
  const blocked = servers.filter((server) => isNoted(latest('delete_snapshot', server), 'BLOCK'))
  const isWarned = isNoted(latest('set_alias'), 'WARN')
  const lookUps: Call[] = blocked
    .filter((server) => !latest('list_snapshots', server))
    .map((server) => ({ name: 'list_snapshots', args: { server } }))
  if (isWarned && !latest('list_servers'))
    lookUps.push({ name: 'list_servers', args: { region: 'Helsinki' } })
  if (lookUps.length > 0) return lookUps

  const corrections: Call[] = blocked.flatMap((server) => {
    const snapshot_id = latest('list_snapshots', server)?.answer.match(/snap-\d+/)?.[0]
    return snapshot_id ? [{ name: 'delete_snapshot', args: { server, snapshot_id } }] : []
  })
  const server_id = latest('list_servers')?.answer.match(/srv-\d+/)?.[0]
  if (isWarned && server_id) corrections.push({ name: 'set_alias', args: { alias: 'shop', server_id } })
  if (corrections.length > 0) return corrections

  const deleted = servers.filter((server) => latest('delete_snapshot', server)?.answer === 'deleted')
  const others = servers.filter((server) => !deleted.includes(server))
  return (
    `The snapshots of ${and(deleted)} are deleted${others.length > 0 ? `, ${and(others)} has none` : ''}, ` +
    'and shop points at the new server.'
  )
}

/** Whether Handrail has put a note into the answer, and which. */
function isNoted(call: AnsweredCall | undefined, rung: 'WARN' | 'BLOCK'): boolean {
  return call?.answer.includes(`${NOTE_MARKER} ${rung}`) ?? false
}

function scriptedModel() {
  const model = fakeModel()
  // LangChain's fake model wants every response queued beforehand; the longest run takes five.
  for (let step = 1; step <= 5; step++)
    model.respond((prompt) => {
      const next = nextStep(prompt)
      if (typeof next === 'string') return new AIMessage(next)
      const tool_calls = next.map(({ name, args }) => ({ id: crypto.randomUUID(), name, args }))
      return new AIMessage({ id: crypto.randomUUID(), content: '', tool_calls })
    })
  return model
}

/** The calls in messages, each with the text that the model read in answer to it. */
function answeredIn(messages: readonly BaseMessage[]): AnsweredCall[] {
  const answers = messages.filter(ToolMessage.isInstance)
  return messages
    .filter(AIMessage.isInstance)
    .flatMap(({ tool_calls = [] }) => tool_calls)
    .flatMap(({ id, name, args }) => {
      const answer = answers.find(({ tool_call_id }) => tool_call_id === id)
      return answer ? [{ name, args, answer: answer.text }] : []
    })
}

// ---- What is shown ------------------------------------------------------------------------------------------

const INTRO = `
The model looks up the snapshot of one server, and takes the next numbers for the others. One guess is right. Two are
of servers that nobody wants to lose. Then it makes up the id of the new server: it is one, but in another city.`

const and = (names: readonly string[]) =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : String(names[0])

const shorten = (text: string, width: number) => {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > width ? `${line.slice(0, width - 3)}...` : line
}

/** Text in lines behind a word. */
const wrap = (who: string, text: string) =>
  `  ${who.padEnd(7)}${text.replaceAll(/(.{1,94})(?:\s+|$)/g, '$1\n         ')}`.trimEnd()

const textOf = (args: object) => Object.values(args).join(' ')

const noteIn = (answer: string) => answer.split('\n').find((line) => line.startsWith(NOTE_MARKER))

/** Shows what was called and answered since the last time. */
function printCalls(messages: readonly BaseMessage[], from: number): number {
  const calls = answeredIn(messages).slice(from)
  for (const { name, args, answer } of calls)
    console.log(`  ${`${name} ${textOf(args)}`.padEnd(36)}  ${shorten(noteIn(answer) ?? answer, 68)}`)
  return from + calls.length
}

function printNotes(messages: readonly BaseMessage[]): void {
  const calls = answeredIn(messages)
  const notes = (['WARN', 'BLOCK'] as const).flatMap((rung) => {
    const call = calls.find((one) => isNoted(one, rung))
    return call ? [wrap(rung, String(noteIn(call.answer)))] : []
  })
  if (notes.length > 0) console.log(`\n  the notes in full, as the model read them\n${notes.join('\n')}`)
}

function printChanges(cloud: Cloud): void {
  console.log('\n  the database: what changed')
  for (const change of cloud.changes()) {
    const isRight = /-old deleted$|Helsinki$/.test(change)
    const verdict = isRight ? styleText('green', 'right') : styleText('red', 'WRONG')
    console.log(`    ${change.padEnd(36)}  ${verdict}`)
  }
}

function printRecord(guard: Guard): void {
  const records = doubtfulIn(guard)
  if (records.length > 0) console.log('\n  the record: what was decided, and what took effect')
  for (const { what, decided, effect } of records)
    console.log(`    ${what.padEnd(36)}  ${decided.padEnd(10)}  ${effect}`)
}

/** What the guard noted about the calls with a value that was found nowhere: what was decided, and what took effect. */
function doubtfulIn(guard: Guard) {
  const flagged = guard.records().filter(({ assessment }) => !assessment.verdict.believe)
  return flagged.map(({ assessment: { call, verdict, decision }, outcome }) => {
    const { intervention, dispatched, suspended, approved, edited } = outcome
    const values = verdict.args
      .filter(({ stance }) => stance === 'UNSUPPORTED')
      .map(({ valueRepr }) => valueRepr)
    const ran = intervention === 'WARN' ? 'ran, with a note' : 'ran'
    return {
      what: `${call.toolName} ${values.join(' ')}`,
      decided: `${decision.confidence} ${decision.intervention}`,
      effect: suspended
        ? 'waited for a person'
        : approved === false
          ? 'refused by the person'
          : approved
            ? `${edited ? 'edited' : 'approved'} by the person, ran`
            : dispatched
              ? ran
              : 'withheld, with a note',
    }
  })
}

/** With the script the outcome is known, so this example is a test as well. */
function check({ name, guard, changes, effects }: Act, cloud: Cloud): void {
  assert.deepEqual(cloud.changes().toSorted(), changes.toSorted(), `${name}: what the database saw`)
  const recorded = doubtfulIn(guard).map(({ effect }) => effect)
  assert.deepEqual(recorded.toSorted(), effects.toSorted(), `${name}: what took effect`)
}

// ---- The demo -----------------------------------------------------------------------------------------------

// With OPENAI_API_KEY in the environment, `--model gpt-5-mini` asks a real model instead. Then nothing is checked.
const { model } = parseArgs({ options: { model: { type: 'string' } } }).values
console.log(model ? `A real model, ${model}: it may make these mistakes, or others, or none.` : INTRO)
for (const act of ACTS) await run(act, model)
