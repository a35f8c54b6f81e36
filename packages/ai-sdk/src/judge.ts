import {
  type Corpus,
  createCorpusCache,
  type Gate,
  type GatedRuling,
  type Ruling,
  type RulingRequest,
  ruleAtGate,
  ruleOn,
  type ToolAnnotations,
} from '@handrail/core'
import type { ModelMessage, ToolSet } from 'ai'
import { isProviderExecuted } from './guard-tool.ts'
import type { Settings } from './options.ts'
import { type Seen, seenBy } from './seen.ts'
import { type Sent, sentWith } from './sent.ts'
import { schemaOf, textsOf } from './tool-texts.ts'
import { entriesOfMessage } from './transcript.ts'

type Tool = ToolSet[string]

/** What we read of the second argument of `execute` and of `toolApproval`: the same in ai 6 and 7. */
export interface HostOptions {
  readonly toolCallId: string
  readonly messages: readonly ModelMessage[]
  readonly abortSignal?: AbortSignal | undefined
}

/** Rules on calls of the tools that the model can choose from. Never throws and never rejects: whatever goes wrong, the tool runs. */
export interface Judge {
  /** A call that is about to run. */
  atRun(
    toolName: string,
    tool: Tool,
    input: unknown,
    options: HostOptions | undefined,
  ): Ruling | Promise<Ruling>
  /** A call that the SDK asks about. */
  atGate(
    toolName: string,
    tool: Tool,
    input: unknown,
    options: HostOptions | undefined,
    rule: Gate['rule'],
  ): GatedRuling | Promise<GatedRuling>
}

/** Makes the judge of a set of tools. */
export function createJudge({ guard, defer, notes }: Settings, tools: ToolSet): Judge {
  let read: ((messages: Iterable<ModelMessage>) => Corpus) | undefined
  const evidenceIn = ({ messages }: Seen, { continues }: Sent): Corpus => {
    read ??= createCorpusCache(guard.corpus(), entriesOfMessage)
    const corpus = read(messages)
    if (!continues && !hasProviderTool(tools)) return corpus
    const doubtful = corpus.fork()
    // What a provider's tool found in this very step is not in the messages yet.
    doubtful.append({ kind: 'opaque', reason: continues ? 'lost' : 'unreadable' })
    return doubtful
  }
  const canSuspend = defer === 'approval'
  const about = (
    toolName: string,
    tool: Tool,
    input: unknown,
    options: HostOptions | undefined,
  ): RulingRequest => {
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
        extraEvidence: () => [...textsOf(tools, toolName), ...sentWith(messages).instructions],
      },
      evidence: () => evidenceIn(cutOff(), sentWith(messages)),
      approved: () => cutOff().approved,
      abortSignal,
      // What a client runs is rendered in a later request, where only the app's store remembers the note.
      canNote: notes !== undefined || typeof tool.execute === 'function',
      storeNote: notes && ((note) => notes.set(toolCallId, note)),
    }
  }
  return {
    atRun: (toolName, tool, input, options) =>
      ruleOn(guard, { toolCallId: '', toolName, args: input }, () => about(toolName, tool, input, options)),
    atGate: (toolName, tool, input, options, rule) =>
      ruleAtGate(
        guard,
        { toolCallId: '', toolName, args: input },
        () => {
          const request = about(toolName, tool, input, options)
          return { ...request, call: { ...request.call, asksPerson: canSuspend } }
        },
        { canSuspend, rule },
      ),
  }
}

function hasProviderTool(tools: ToolSet): boolean {
  return Object.values(tools).some(isProviderExecuted)
}

/**
 * What a Model Context Protocol server says about its tool, which `@ai-sdk/mcp` puts into the metadata: a field that the
 * first versions of ai 6 do not have.
 */
function annotationsOf(tool: object): ToolAnnotations | undefined {
  const { metadata } = tool as { readonly metadata?: { readonly annotations?: unknown } }
  const annotations = metadata?.annotations
  return typeof annotations === 'object' && annotations !== null
    ? (annotations as ToolAnnotations)
    : undefined
}
