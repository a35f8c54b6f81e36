import { type Conversation, isProblem, type Problem, readConversations } from '@handrail/eval'
import type { ReadFlags } from '../commands/options.ts'
import { InputError } from '../errors.ts'
import { fileWord } from '../output/hints.ts'
import { quoted, safe } from '../output/safe.ts'

/** A call of a recording. */
export interface FoundCall {
  readonly conversation: Conversation
  /** Its number within the conversation, from 0. */
  readonly call: number
}

/** So many are named when several fit. */
const MOST_NAMED = 5

/**
 * Looks for a call: by `conversation#number`, by the id of the tool call, or by a number in a file of one conversation.
 *
 * @param tell is told what could not be read, before anything else is said.
 * @throws InputError when there is no such call, or more than one.
 */
export async function findCall(
  file: string,
  wanted: string,
  format: ReadFlags['format'],
  tell: (problems: readonly Problem[]) => Promise<unknown>,
): Promise<FoundCall> {
  const problems: Problem[] = []
  const found: FoundCall[] = []
  let near: Conversation | undefined
  let others = 0
  let conversations = 0
  for await (const read of readConversations([file], { format })) {
    if (isProblem(read)) {
      problems.push(read)
      continue
    }
    conversations++
    if (wanted === read.id || wanted.startsWith(`${read.id}#`)) near = read
    for (const call of callsIn(read, wanted))
      if (found.length < MOST_NAMED) found.push({ conversation: read, call })
      else others++
  }
  await tell(problems)
  const isNumber = /^\d+$/.test(wanted)
  const [first, ...more] = found
  const listing = `\`handrail replay ${fileWord(file)} --flags\` lists those that are flagged`
  if (!first)
    throw new InputError(
      conversations === 0
        ? `Expected conversations in ${safe(file)}, got none: \`--format\` says how to read it.`
        : `There is no call ${safe(wanted)} in ${safe(file)}; ${near ? callsOf(near) : listing}.`,
    )
  if (more.length === 0) return first
  const names = [...new Set(found.map(({ conversation, call }) => quoted(`${conversation.id}#${call}`)))]
  if (names.length === 1) {
    const lines = found.map(({ conversation }) => conversation.place.line)
    throw new InputError(
      `Expected one call, but ${names[0]} stands in ${safe(file)} on the lines ${lines.join(', ')}${others > 0 ? `, and ${others} more` : ''}: give each conversation an id of its own.`,
    )
  }
  const rest = others > 0 ? ` and ${others} more` : ''
  const why = isNumber
    ? `${safe(file)} holds ${conversations} conversations`
    : `${safe(wanted)} stands there more than once`
  throw new InputError(`Expected one call, but ${why}: name one of ${names.join(', ')}${rest}.`)
}

function callsIn({ id, entries }: Conversation, wanted: string): number[] {
  const calls = entries.filter((entry) => entry.kind === 'call')
  if (/^\d+$/.test(wanted) && Number(wanted) < calls.length) return [Number(wanted)]
  return calls.flatMap(({ toolCallId }, at) => {
    // As it is, and as it was printed.
    const names = [`${id}#${at}`, toolCallId]
    return names.some((name) => wanted === name || wanted === safe(name)) ? [at] : []
  })
}

function callsOf({ id, entries }: Conversation): string {
  const last = entries.filter(({ kind }) => kind === 'call').length - 1
  if (last < 0) return `the conversation ${quoted(id)} has no calls`
  return `the conversation has ${last === 0 ? 'one' : `those from ${quoted(`${id}#0`)} to`} ${quoted(`${id}#${last}`)}`
}
