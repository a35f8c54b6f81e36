import { IdBook } from '../evidence/ids.ts'
import { messageText } from '../evidence/messages.ts'
import { Random } from '../evidence/random.ts'
import type { Script } from './hosts.ts'

/** A loop of calls, and what the tool answers to each. */
export interface Workload {
  /** What the results are like. */
  readonly results: string
  /** Whether the id of each call stands in the evidence, or in none of it. */
  readonly ids: 'in the evidence' | 'minted'
  readonly script: Script
  /** The result of each call. */
  readonly answers: readonly unknown[]
}

/** How many calls a loop has. */
export const CALLS = 100
/** Characters of a large result. */
const LARGE = 5_000
/** The tool that is called: its name says that it writes, so that its calls are judged. */
export const TOOL = 'update_record'

const anyId = /"(?:order_id|number|id|messageId)":"([^"]+)"/

/** The loops that are measured: small results and large ones, each with ids that are known and ids that are not. */
export function workloads(): Workload[] {
  return (['small', '5 KB'] as const).flatMap((results) =>
    (['in the evidence', 'minted'] as const).map((ids) => workloadOf(results, ids)),
  )
}

/** A call asks for an id of the result before it, as a model does that reads its way through, or for a made-up one. */
function workloadOf(results: 'small' | '5 KB', ids: Workload['ids']): Workload {
  const random = new Random(11)
  const book = new IdBook(random)
  const writer = { random, ids: book }
  const first = book.issue('order_id')
  const texts = Array.from({ length: CALLS }, () =>
    results === 'small'
      ? JSON.stringify({ id: book.issue('order_id'), status: 'updated' })
      : messageText(writer, 'json', LARGE),
  )
  const known = [first, ...texts.map((text) => anyId.exec(text)?.[1] ?? first)]
  const minted = book.minted(CALLS).map(({ value }) => value)
  const asked = ids === 'minted' ? minted : known
  return {
    ...{ results, ids },
    script: {
      prompt: `Please bring my records up to date, from ${first} on.`,
      calls: texts.map((_, i) => ({ toolName: TOOL, args: { record_id: asked[i] as string } })),
    },
    answers: texts.map((text) => JSON.parse(text) as unknown),
  }
}
