import { IdBook } from '../evidence/ids.ts'
import { messageText } from '../evidence/messages.ts'
import { Random } from '../evidence/random.ts'

/** A loop of calls, one in each step, and what the tool answers to each. */
export interface Workload {
  /** What the results are like. */
  readonly results: 'small' | '2 KB'
  readonly prompt: string
  /** The id that each call asks for: each stands in the result before it. */
  readonly ids: readonly string[]
  readonly answers: readonly string[]
}

/** The tool that is called: its name says that it writes, so that its calls are judged. */
export const TOOL = 'update_record'

const anyId = /"(?:order_id|number|id|messageId)":"([^"]+)"/
/** Characters of a large result. */
const LARGE = 2_000

/** A loop of so many calls, as of a model that reads its way through. */
export function workloadOf(results: Workload['results'], calls: number): Workload {
  const random = new Random(12)
  const book = new IdBook(random)
  const writer = { random, ids: book }
  const first = book.issue('order_id')
  const answers = Array.from({ length: calls }, () =>
    results === 'small'
      ? JSON.stringify({ id: book.issue('order_id'), status: 'updated' })
      : messageText(writer, 'json', LARGE),
  )
  return {
    results,
    prompt: `Please bring my records up to date, from ${first} on.`,
    ids: answers.map((_, i) => (i === 0 ? first : (anyId.exec(answers[i - 1] as string)?.[1] ?? first))),
    answers,
  }
}
