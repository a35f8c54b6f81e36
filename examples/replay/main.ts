// Replays recorded conversations through the AI SDK adapter and prints the verdict on every call that changes
// something. Nothing is run for real: a mock model repeats the recorded turns, and tools return the recorded results.
//
//   node main.ts                          the conversations beside this file
//   node main.ts runs.jsonl more.jsonl    any files of the same form, one JSON record a line
//   node main.ts --flags runs.jsonl       only the calls in which something looks minted
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs, styleText } from 'node:util'
import { guardTools } from '@handrail/ai-sdk'
import { type ArgProvenance, createGuard, type GuardRecord, type ToolTraits } from '@handrail/core'
import { dynamicTool, generateText, jsonSchema, type ModelMessage, type ToolSet } from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import { z } from 'zod'

const usage = 'Usage: node main.ts [--flags] [file.jsonl ...]'

const toolCall = z.object({ id: z.string().nullish(), name: z.string(), args: z.unknown() })
const message = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'user']), content: z.string() }),
  z.object({
    role: z.literal('assistant'),
    content: z.string().nullish(),
    toolCalls: z.array(toolCall).optional(),
  }),
  z.object({
    role: z.literal('tool'),
    content: z.unknown(),
    toolCallId: z.string().nullish(),
    toolName: z.string().nullish(),
  }),
])
const conversation = z.object({
  id: z.string(),
  messages: z.array(message),
  tools: z.array(z.object({ name: z.string(), mutating: z.boolean() })),
})
type Conversation = z.infer<typeof conversation>
type Message = z.infer<typeof message>

/** What the model says in one step. Every call has an id of its own: recorded ones are missing or repeat. */
interface Turn {
  content: string
  calls: { id: string; recordedId: string | null | undefined; name: string; args: unknown }[]
}

/** Plays one conversation and gives the guard's record of each of its calls. */
async function replay({ messages, tools }: Conversation): Promise<readonly GuardRecord[]> {
  const system = messages.flatMap((m) => (m.role === 'system' ? [m.content] : []))
  const guard = createGuard({
    // The AI SDK does not hand its instructions to tools, so the guard is told what they say.
    extraEvidence: system,
    tools: Object.fromEntries(
      tools.map((t) => [t.name, { effect: t.mutating ? 'write' : 'read' } as ToolTraits]),
    ),
  })
  const history: ModelMessage[] = []
  for (let at = 0; at < messages.length; ) {
    const next = messages[at] as Message
    if (next.role === 'assistant' && history.length > 0) {
      const run = turnsFrom(messages, at)
      const result = await generateText({
        model: repeating(run.turns),
        instructions: system.join('\n\n'),
        messages: history,
        tools: guardTools(recordedTools(run.results), guard),
        stopWhen: () => run.turns.length === 0,
      })
      history.push(...result.responseMessages)
      at = run.end
    } else {
      if (next.role === 'user') history.push({ role: 'user', content: next.content })
      if (next.role === 'assistant') history.push({ role: 'assistant', content: next.content ?? '' })
      at++
    }
  }
  return guard.records()
}

interface Run {
  /** What the model says, step by step. The mock model takes them off the front. */
  turns: Turn[]
  /** The recorded results by tool call id. */
  results: Map<string, { toolName: string; content: unknown }>
  /** The first message that is no longer part of the run. */
  end: number
}

/** The turns of the assistant up to the user's next word. */
function turnsFrom(messages: readonly Message[], start: number): Run {
  const turns: Turn[] = []
  const results: Run['results'] = new Map()
  let open: Turn['calls'] = []
  let end = start
  for (; end < messages.length; end++) {
    const next = messages[end] as Message
    if (next.role === 'assistant') {
      open = (next.toolCalls ?? []).map(({ id, ...call }, i) => ({
        ...call,
        id: `call_${end}_${i}`,
        recordedId: id,
      }))
      for (const call of open) results.set(call.id, { toolName: call.name, content: undefined })
      turns.push({ content: next.content ?? '', calls: open })
    } else if (next.role === 'tool') {
      const answered =
        open.findLast((call) => call.recordedId === next.toolCallId) ??
        open.find((call) => call.name === next.toolName)
      if (!answered) continue
      open = open.filter((call) => call !== answered)
      results.set(answered.id, { toolName: answered.name, content: next.content })
    } else break
  }
  return { turns, results, end }
}

/** A model that says what was recorded. */
function repeating(turns: Turn[]): MockLanguageModelV4 {
  const none = { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined }
  return new MockLanguageModelV4({
    doGenerate: async () => {
      const { content, calls } = turns.shift() ?? { content: '', calls: [] }
      return {
        content: [
          ...(content === '' ? [] : [{ type: 'text' as const, text: content }]),
          ...calls.map(({ id, name, args }) => ({
            type: 'tool-call' as const,
            toolCallId: id,
            toolName: name,
            input: JSON.stringify(args ?? {}),
          })),
        ],
        finishReason: { unified: calls.length > 0 ? 'tool-calls' : 'stop', raw: undefined },
        usage: {
          inputTokens: none,
          outputTokens: { total: undefined, text: undefined, reasoning: undefined },
        },
        warnings: [],
      }
    },
  })
}

/** Tools that take anything and return what was recorded. */
function recordedTools(results: Run['results']): ToolSet {
  const recorded = dynamicTool({
    inputSchema: jsonSchema({}),
    execute: async (_input, { toolCallId }) => results.get(toolCallId)?.content ?? 'No result was recorded.',
  })
  return Object.fromEntries([...results.values()].map(({ toolName }) => [toolName, recorded]))
}

const counts = {
  conversations: 0,
  others: 0,
  calls: 0,
  changing: 0,
  grounded: 0,
  notJudged: 0,
  LOW: 0,
  HIGH: 0,
  faults: 0,
}

/** Counts a record, and prints it when the call changes something. */
function report(id: string, { assessment, faults }: GuardRecord, onlyFlags: boolean): void {
  const { call, verdict, decision, effect } = assessment
  counts.calls++
  counts.faults += faults.length
  if (effect.effect === 'read') return
  counts.changing++
  const judged = verdict.args.filter((arg) => arg.stance !== 'ABSTAIN')
  const flag = decision.confidence === 'NONE' ? undefined : decision.confidence
  counts[flag ?? (judged.length > 0 ? 'grounded' : 'notJudged')]++
  if (onlyFlags && !flag) return
  const word = flag
    ? styleText(flag === 'HIGH' ? 'red' : 'yellow', `minted? ${flag}`)
    : judged.length > 0
      ? styleText('green', 'grounded')
      : 'not judged'
  console.log(`${id}  ${call.toolName}  ${word}`)
  for (const arg of judged) if (!flag || arg.stance === 'UNSUPPORTED') console.log(`    ${explain(arg)}`)
}

function explain({ argName, valueRepr, stance, how, origin }: ArgProvenance): string {
  if (stance === 'UNSUPPORTED') return `${argName} = ${valueRepr}: found nowhere before this call`
  const source =
    origin?.toolName ?? (origin?.source === 'TASK_TEXT' ? 'the user or the instructions' : 'a tool result')
  return `${argName} = ${valueRepr}: ${how}, from ${source}`
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { flags: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  if (values.help) return console.log(usage)
  const files = positionals.length > 0 ? positionals : [`${import.meta.dirname}/conversations.jsonl`]
  for (const file of files) {
    let line = 0
    for await (const text of createInterface({
      input: createReadStream(file),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      line++
      if (text.trim() === '') continue
      const recorded = parseConversation(text, `${file}:${line}`)
      if (!recorded) continue
      counts.conversations++
      for (const record of await replay(recorded)) report(recorded.id, record, values.flags)
    }
  }
  const { conversations, others, calls, changing, grounded, notJudged, HIGH, LOW, faults } = counts
  if (others > 0) console.log(`\n${others} records hold no messages and were passed over.`)
  console.log(`
${conversations} conversations, ${calls} calls, ${changing} of them change something:
  ${grounded} grounded, ${notJudged} with nothing to judge, ${HIGH + LOW} with a value found nowhere (${HIGH} HIGH, ${LOW} LOW)`)
  if (faults > 0) throw new Error(`${faults} faults of the guard's own were recorded`)
}

/** A recorded conversation; `undefined` for a record of another kind, which is counted. */
function parseConversation(text: string, place: string): Conversation | undefined {
  try {
    const record: unknown = JSON.parse(text)
    if (typeof record === 'object' && record !== null && !('messages' in record)) {
      counts.others++
      return undefined
    }
    return conversation.parse(record)
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause)
    throw new Error(`Expected a recorded conversation at ${place}: ${why}`, { cause })
  }
}

main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
