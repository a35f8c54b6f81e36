import {
  type Corpus,
  createCorpusCache,
  type Guard,
  type Ruling,
  ruleOn,
  type ToolAnnotations,
} from '@handrail/core'
import type { ModelMessage, ToolSet } from 'ai'
import { type Seen, seenBy } from './seen.ts'
import { schemaOf, textsOf } from './tool-texts.ts'
import { entriesOfMessage } from './transcript.ts'

type Tool = ToolSet[string]

/** What we read of the second argument of `execute`: the same in ai 6 and 7. */
export interface HostOptions {
  readonly toolCallId: string
  readonly messages: readonly ModelMessage[]
  readonly abortSignal?: AbortSignal | undefined
}

/** Rules on a call of a tool. Never throws and never rejects: whatever goes wrong, the tool runs. */
export type Judge = (
  toolName: string,
  tool: Tool,
  input: unknown,
  options: HostOptions | undefined,
) => Ruling | Promise<Ruling>

/** Makes a judge for the tools that the model can choose from. */
export function createJudge(guard: Guard, tools: ToolSet): Judge {
  let read: ((messages: Iterable<ModelMessage>) => Corpus) | undefined
  const evidenceIn = ({ messages }: Seen): Corpus => {
    read ??= createCorpusCache(guard.corpus(), entriesOfMessage)
    const corpus = read(messages)
    if (!hasProviderTool(tools)) return corpus
    // What a provider's tool found in this very step is not in the messages yet.
    const doubtful = corpus.fork()
    doubtful.append({ kind: 'opaque', reason: 'unreadable' })
    return doubtful
  }
  return (toolName, tool, input, options) =>
    ruleOn(guard, { toolCallId: '', toolName, args: input }, () => {
      if (!Array.isArray(options?.messages)) throw new Error('the SDK handed over no messages')
      const { toolCallId, messages, abortSignal } = options
      let seen: Seen | undefined
      const cutOff = () => {
        seen ??= seenBy(toolCallId, messages)
        return seen
      }
      return {
        call: {
          ...{ toolCallId, toolName, args: input },
          annotations: annotationsOf(tool),
          inputSchema: schemaOf(tool),
          extraEvidence: () => textsOf(tools, toolName),
        },
        evidence: () => evidenceIn(cutOff()),
        approved: () => cutOff().approved,
        abortSignal,
      }
    })
}

function hasProviderTool(tools: ToolSet): boolean {
  return Object.values(tools).some((tool) => tool?.type === 'provider' && tool.isProviderExecuted !== false)
}

/** What a Model Context Protocol server says about its tool, which `@ai-sdk/mcp` puts into the metadata. */
function annotationsOf({ metadata }: Tool): ToolAnnotations | undefined {
  const annotations = metadata?.annotations
  return typeof annotations === 'object' && annotations !== null
    ? (annotations as ToolAnnotations)
    : undefined
}
