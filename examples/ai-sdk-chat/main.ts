/**
 * The front desk of a clinic as a chat: `streamText`, tools on a real SQLite database, and a model that makes up two ids.
 *
 * It moves an appointment to a slot it never looked up: Handrail WARNs, the model reads the note and corrects itself.
 * Then it cancels an appointment whose number it guessed, which is another patient's: Handrail BLOCKs, nothing happens,
 * and the model looks the number up. No API key is needed: the model is a script. The rest is real.
 */
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { withHandrail } from '@handrail/ai-sdk'
import {
  isStepCount,
  type LanguageModel,
  type ModelMessage,
  simulateReadableStream,
  streamText,
  tool,
} from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import { z } from 'zod'

// ---- The clinic: a database, and tools that trust their caller ----------------------------------------------

const db = new DatabaseSync(':memory:')
db.exec(`
  CREATE TABLE slots (id TEXT, at TEXT);
  CREATE TABLE appointments (id TEXT, patient_id TEXT, kind TEXT, slot_id TEXT, status TEXT);
  CREATE TABLE changes (what TEXT);
  INSERT INTO slots VALUES ('SLOT-8103', 'Wednesday 16:00'), ('SLOT-8104', 'Wednesday 16:30'),
    ('SLOT-8127', 'Thursday 09:00'), ('SLOT-8131', 'Friday 11:00');
  INSERT INTO appointments VALUES
    ('APT-20931', 'PT-40711', 'check-up', 'SLOT-8103', 'booked'),
    ('APT-21570', 'PT-40711', 'eye test', 'SLOT-8131', 'booked'),
    ('APT-20932', 'PT-55208', 'surgery', 'SLOT-8131', 'booked');
  CREATE TRIGGER moved AFTER UPDATE OF slot_id ON appointments
    BEGIN INSERT INTO changes SELECT new.id || ' moved to ' || at FROM slots WHERE id = new.slot_id; END;
  CREATE TRIGGER cancelled AFTER UPDATE OF status ON appointments
    BEGIN INSERT INTO changes VALUES (new.id || ' ' || new.status || ', of patient ' || new.patient_id); END;
`)

const tools = {
  find_appointments: tool({
    description: 'Lists the appointments of a patient.',
    inputSchema: z.object({ patient_id: z.string(), kind: z.string() }),
    execute: ({ patient_id, kind }) =>
      db.prepare('SELECT * FROM appointments WHERE patient_id = ? AND kind = ?').all(patient_id, kind),
  }),
  find_slots: tool({
    description: 'Lists the slots of a day of the week.',
    inputSchema: z.object({ day: z.string() }),
    execute: ({ day }) => db.prepare("SELECT * FROM slots WHERE at LIKE ? || '%'").all(day),
  }),
  move_appointment: tool({
    description: 'Moves an appointment to another slot.',
    inputSchema: z.object({ appointment_id: z.string(), slot_id: z.string() }),
    execute: ({ appointment_id, slot_id }) => {
      db.prepare('UPDATE appointments SET slot_id = ? WHERE id = ?').run(slot_id, appointment_id)
      return { status: 'moved' }
    },
  }),
  cancel_appointment: tool({
    description: 'Cancels an appointment. It cannot be taken back: the slot is given away at once.',
    inputSchema: z.object({ appointment_id: z.string() }),
    execute: ({ appointment_id }) => {
      db.prepare("UPDATE appointments SET status = 'cancelled' WHERE id = ?").run(appointment_id)
      return { status: 'cancelled' }
    },
  }),
}

// ---- The chat -----------------------------------------------------------------------------------------------

/** Plays one turn: shows the answer as it is streamed, and what happened behind it. */
async function chat(model: LanguageModel, messages: ModelMessage[], text: string): Promise<void> {
  console.log(`\nPATIENT  ${text}`)
  messages.push({ role: 'user', content: text })
  const result = streamText({
    model,
    instructions: 'You are the front desk of a clinic. Help the patient with the tools.',
    messages,
    ...withHandrail({ tools }, { handler: 'enforce' }), // This line is all there is to Handrail.
    stopWhen: isStepCount(8),
  })
  process.stdout.write('DESK     ')
  for await (const delta of result.textStream) process.stdout.write(delta)
  const answered = await result.responseMessages
  messages.push(...answered) // With the notes in it: the next turn remembers them.

  console.log('\n\n  what the model called, and what it read')
  for (const { name, input, answer } of callsIn(answered))
    console.log(
      `    ${name} ${JSON.stringify(input)}\n      ${answer.replaceAll(/(.{1,92})(\s+|$)/g, '$1\n      ').trimEnd()}`,
    )
  console.log(`\n  what the database saw so far\n    ${changes().join('\n    ')}`)
}

interface Call {
  name: string
  input: Record<string, string>
  /** What the model read in answer. */
  answer: string
}

/** The calls in messages, each with the text that the model read in answer to it. */
function callsIn(messages: readonly ModelMessage[]): Call[] {
  const parts = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : [...content]))
  const calls = parts.filter((part) => part.type === 'tool-call')
  return parts
    .filter((part) => part.type === 'tool-result')
    .map(({ toolCallId, toolName: name, output }) => {
      const input = calls.find((call) => call.toolCallId === toolCallId)?.input as Call['input']
      const read = output.type === 'execution-denied' ? output.reason : 'value' in output ? output.value : ''
      return { name, input, answer: typeof read === 'string' ? read : JSON.stringify(read) }
    })
}

function changes(): string[] {
  return db
    .prepare('SELECT what FROM changes')
    .all()
    .map(({ what }) => String(what))
}

// ---- The model: a script. What it does after a note says nothing about how well models react ---------------------

type Step = string | Omit<Call, 'answer'>

/** The next step of a model that knows nothing but its prompt. */
function nextStep(prompt: readonly ModelMessage[]): Step {
  const call = (name: string, input: Call['input']): Step => ({ name, input })
  const turn = callsIn(prompt.slice(prompt.findLastIndex(({ role }) => role === 'user')))
  const last = turn.at(-1)
  const found = last && JSON.stringify(last.answer).match(/(APT|SLOT)-\d+/)?.[0]

  if (prompt.filter(({ role }) => role === 'user').length === 1) {
    if (!last) return call('find_appointments', { patient_id: 'PT-40711', kind: 'check-up' })
    if (last.name === 'find_slots')
      return call('move_appointment', { appointment_id: 'APT-20931', slot_id: String(found) })
    // The first mistake: the appointment is in SLOT-8103, so the next number will be a later slot.
    if (last.name === 'find_appointments')
      return call('move_appointment', { appointment_id: String(found), slot_id: 'SLOT-8104' })
    return last.answer.includes('[handrail] WARN')
      ? call('find_slots', { day: 'Thursday' })
      : 'Your check-up is now on Thursday at 09:00.'
  }
  // The second one: the last appointment was APT-20931, so the next one will be hers as well.
  if (!last) return call('cancel_appointment', { appointment_id: 'APT-20932' })
  if (last.name === 'find_appointments') return call('cancel_appointment', { appointment_id: String(found) })
  return last.answer.startsWith('[handrail] BLOCK')
    ? call('find_appointments', { patient_id: 'PT-40711', kind: 'eye test' })
    : 'Your eye test on Friday is cancelled.'
}

const scriptedModel = new MockLanguageModelV4({
  doStream: async ({ prompt }) => {
    const step = nextStep(prompt as ModelMessage[])
    const says = typeof step === 'string'
    return {
      stream: simulateReadableStream({
        chunks: [
          { type: 'stream-start', warnings: [] },
          ...(says
            ? ([
                { type: 'text-start', id: 'text' },
                ...step.split(/(?<= )/).map((delta) => ({ type: 'text-delta' as const, id: 'text', delta })),
                { type: 'text-end', id: 'text' },
              ] as const)
            : ([
                {
                  type: 'tool-call',
                  toolCallId: crypto.randomUUID(),
                  toolName: step.name,
                  input: JSON.stringify(step.input),
                },
              ] as const)),
          {
            type: 'finish',
            finishReason: { unified: says ? 'stop' : 'tool-calls', raw: undefined },
            usage: {
              inputTokens: {
                total: undefined,
                noCache: undefined,
                cacheRead: undefined,
                cacheWrite: undefined,
              },
              outputTokens: { total: undefined, text: undefined, reasoning: undefined },
            },
          },
        ],
      }),
    }
  },
})

// ---- The conversation ---------------------------------------------------------------------------------------

// With AI_GATEWAY_API_KEY in the environment, `--model openai/gpt-5-mini` asks a real model instead.
const { model } = parseArgs({ options: { model: { type: 'string' } } }).values
const messages: ModelMessage[] = []
await chat(
  model ?? scriptedModel,
  messages,
  'Hi, I am Dana Petrov, patient PT-40711. Please move my check-up to Thursday.',
)
await chat(model ?? scriptedModel, messages, 'Thank you! And please cancel my eye test.')

// With the script the outcome is known, so this example is a test as well.
if (!model) {
  const [warned, blocked] = ['WARN', 'BLOCK'].map((rung) =>
    callsIn(messages).filter(({ answer }) => answer.includes(`[handrail] ${rung}`)),
  )
  assert.deepEqual(
    warned?.map(({ input }) => input.slot_id),
    ['SLOT-8104'],
  )
  assert.deepEqual(
    blocked?.map(({ input }) => input.appointment_id),
    ['APT-20932'],
  )
  assert.deepEqual(changes(), [
    'APT-20931 moved to Wednesday 16:30', // Warned about, and put right by the model.
    'APT-20931 moved to Thursday 09:00',
    'APT-21570 cancelled, of patient PT-40711', // The one of the other patient never was.
  ])
}
