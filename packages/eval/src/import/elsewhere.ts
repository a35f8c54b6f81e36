import { type Fields, isFields } from './values.ts'

const EXPECTED = 'Expected a conversation, with a list of `messages`'
const PASSED = 'the record was passed over.'

/** Records of others that hold conversations in ways that are not read: how they are known, and what to do. */
const others: readonly (readonly [is: (record: Fields) => boolean, what: string])[] = [
  [
    (record) => 'resourceSpans' in record || 'spanId' in record || 'span_id' in record,
    'spans of OpenTelemetry: gather the messages of each conversation into one record',
  ],
  [
    (record) => 'run_type' in record || ('inputs' in record && 'outputs' in record),
    'a run of LangSmith: write the `messages` of the outermost run, those of its inputs before those that its outputs add',
  ],
  [
    (record) => Array.isArray(record.observations) || 'traceId' in record || 'observationId' in record,
    'a trace of Langfuse: write the messages of `input`, and that of `output` behind them, as `messages`',
  ],
  [
    (record) => Array.isArray(record.contents),
    "contents of Google's Gemini: write them as messages of OpenAI's chat completions",
  ],
  [
    (record) => 'from' in record && 'value' in record,
    'a turn of ShareGPT: write `role` and `content`, and calls as `tool_calls`',
  ],
  [
    (record) => Array.isArray(record.steps) || 'finishReason' in record,
    "a result of the AI SDK: write the app's own messages with `response.messages` behind them",
  ],
  [
    (record) => Array.isArray(record.choices) || (Array.isArray(record.output) && 'object' in record),
    'what a model answered without what it had read: write the request beside it, as `request` and `response`',
  ],
  [
    (record) => typeof record.prompt === 'string' || typeof record.input === 'string',
    'a single text of a prompt: write `messages` with a `role` each',
  ],
  [
    ({ kind, version }) => typeof kind === 'string' && version === 1,
    'a line of a ledger of Handrail: `handrail verify` reads it',
  ],
  [
    (record) => Array.isArray(record.policies) && 'totals' in record,
    'a report of Handrail: name the recordings that it was made of',
  ],
]

/** Why a record is no conversation, and the way out where it is known where it comes from. */
export function whyNoConversation(record: unknown): string {
  const found = isFields(record) ? others.find(([is]) => is(record)) : undefined
  return found ? `${EXPECTED}, got ${found[1]}; ${PASSED}` : `${EXPECTED}; ${PASSED}`
}
