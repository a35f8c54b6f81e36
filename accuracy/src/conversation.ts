import { Corpus, type ToolTraits } from '@handrail/core'
import { SearchableText } from '@handrail/eval/families'
import { type EvidenceText, evidenceBefore } from './evidence-text.ts'
import type { Message, Trajectory } from './records.ts'

/** A call of a conversation with all that stood before it. */
export interface CallSite {
  readonly message: number
  readonly call: number
  readonly toolName: string
  readonly args: unknown
  readonly mutating: boolean
  /** The evidence as of the message that holds the call: results of its own step come later. */
  readonly corpus: Corpus
  /** The same evidence as raw text. */
  readonly texts: readonly EvidenceText[]
  /** The same raw text, to be searched. */
  readonly search: SearchableText
}

interface OpenCall {
  /** An id of our own: recorded ones are missing or repeat. */
  readonly id: string
  readonly recordedId: string | null | undefined
  readonly name: string
}

/** Plays a conversation into a corpus and gives its calls in order. */
export function callSitesOf({ messages, tools }: Trajectory): CallSite[] {
  const mutating = new Map(tools.map((tool) => [tool.name, tool.mutating]))
  const traits = tools.map((tool): [string, ToolTraits] => [
    tool.name,
    { effect: tool.mutating ? 'write' : 'read' },
  ])
  const corpus = new Corpus({ tools: Object.fromEntries(traits) })
  const sites: CallSite[] = []
  let open: OpenCall[] = []
  for (const [at, said] of messages.entries()) {
    if (said.role === 'tool') {
      open = appendResult(said, at, open, corpus)
    } else if (said.role !== 'assistant') {
      corpus.append({ kind: 'task', role: said.role, text: said.content })
    } else if (said.toolCalls && said.toolCalls.length > 0) {
      const before = corpus.at(corpus.version)
      const texts = evidenceBefore(messages, at)
      const search = new SearchableText(texts.map(({ text }) => text))
      for (const [call, { id: recordedId, name, args }] of said.toolCalls.entries()) {
        const changes = mutating.get(name) ?? false
        sites.push({
          message: at,
          call,
          toolName: name,
          args,
          mutating: changes,
          corpus: before,
          texts,
          search,
        })
        const id = `call_${at}_${call}`
        open.push({ id, recordedId, name })
        corpus.append({ kind: 'call', toolCallId: id, toolName: name, args: args ?? {} })
      }
    }
  }
  return sites
}

/** Gives a result to the latest open call of its id, else to the first open call of its tool, else to none. */
function appendResult(
  { content, toolCallId, toolName }: Extract<Message, { role: 'tool' }>,
  at: number,
  open: readonly OpenCall[],
  corpus: Corpus,
): OpenCall[] {
  const byId = toolCallId == null ? undefined : open.findLast((call) => call.recordedId === toolCallId)
  const answered = byId ?? open.find((call) => call.name === toolName)
  corpus.append({
    kind: 'result',
    toolCallId: answered?.id ?? `result_${at}`,
    toolName: answered?.name ?? toolName ?? '',
    content,
  })
  return open.filter((call) => call !== answered)
}
