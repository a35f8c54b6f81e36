import { isMessage } from './detect.ts'
import { type Fields, isFields, listOf } from './values.ts'

/** A conversation that was found in a log of what went to a model and what came back. */
export interface Exchange {
  /** As a record that holds a conversation. */
  readonly record: Fields
  /** Whether there is an answer in which no message was found. */
  readonly isAnswerLost: boolean
}

/**
 * The conversation in a log of one request to a model and its answer, as gateways and observers write them: `request` and
 * `response`, `input` and `output`, or the fields of both in one object, each as it is or under `body`.
 *
 * @returns `undefined` for a record that is none.
 */
export function exchangeIn(record: Fields): Exchange | undefined {
  const request = [record, record.request, record.input]
    .filter(isFields)
    .map((each) => (messagesOf(each) ? each : bodyOf(each)))
    .find(messagesOf)
  const asked = request && messagesOf(request)
  if (!asked) return undefined
  const answer = record.response ?? record.output ?? (record.choices && record)
  if (request === record && !answer && asked === record.messages) return undefined
  const answered = answerIn(answer)
  const last = asked.at(-1)
  // Some write the answer into both.
  const isThere = isFields(last) && (last.role === 'assistant' || last.type === 'function_call')
  return {
    record: { ...record, ...request, id: record.id, messages: isThere ? asked : [...asked, ...answered] },
    isAnswerLost: Boolean(answer) && answered.length === 0 && !isThere,
  }
}

function bodyOf(value: Fields): Fields {
  return isFields(value.body) ? value.body : value
}

/** The messages of a request: of chat completions and of Anthropic, or the items of the Responses API. */
function messagesOf({ messages, input }: Fields): readonly unknown[] | undefined {
  if (Array.isArray(messages)) return messages
  if (Array.isArray(input)) return input.length > 0 && input.every(isMessage) ? input : undefined
  return undefined
}

/** The messages of an answer; none where it holds none, or is an error. */
function answerIn(answer: unknown): readonly unknown[] {
  if (typeof answer === 'string') return [{ role: 'assistant', content: answer }]
  if (Array.isArray(answer)) return answer.filter(isMessage)
  if (!isFields(answer)) return []
  const body = bodyOf(answer)
  if (isMessage(body)) return [body]
  const [choice] = listOf(body.choices)
  const message = isFields(choice) ? choice.message : body.message
  return isMessage(message) ? [message] : listOf(body.output)
}
