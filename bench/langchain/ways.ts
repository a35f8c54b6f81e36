import type { Guard, GuardOptions } from '@handrail/core'
import { guardTool, HandrailCallbackHandler } from '@handrail/langchain'
import { handrailMiddleware } from '@handrail/langchain/middleware'
import { BaseCallbackHandler } from '@langchain/core/callbacks/base'
import type { StructuredToolInterface } from '@langchain/core/tools'
import { type AgentMiddleware, createMiddleware, humanInTheLoopMiddleware } from 'langchain'
import type { PutOn } from './agent.ts'
import type { Stopwatch } from './stopwatch.ts'
import { TOOL } from './workload.ts'

/** A way to put a guard on an agent. */
export interface Way {
  readonly name: string
  /** What it is compared with: something of the same kind that does nothing. */
  readonly against: string
  /** Options of the guard beside those that all ways have. */
  readonly options?: GuardOptions
  readonly nothing: () => PutOn
  readonly guarded: (guard: Guard) => PutOn
  /** The same, with a watch on what is ours. */
  readonly timed: (guard: Guard, watch: Stopwatch) => PutOn
}

/** LangChain's own way to ask a person, with nobody to ask. */
export const STOCK = 'humanInTheLoopMiddleware'

/** The ways that are measured. */
export const ways: readonly Way[] = [
  {
    name: 'guardTool',
    against: 'a wrapper that passes on',
    nothing: () => ({ tool: (bare) => invoking(bare, (...given) => bare.invoke(...given)) }),
    guarded: (guard) => ({ tool: (bare) => guardTool(bare, guard) }),
    timed: (guard, watch) => ({
      tool(bare) {
        const run = watch.leavesOut((...given: Given) => bare.invoke(...given))
        const guarded = guardTool(invoking(bare, run), guard)
        return invoking(
          bare,
          watch.countsLater((...given: Given) => guarded.invoke(...given)),
        )
      },
    }),
  },
  {
    name: 'callback',
    against: 'a handler that does nothing',
    nothing: () => ({ callbacks: [new NoHandler()] }),
    guarded: (guard) => ({ callbacks: [new HandrailCallbackHandler(guard)] }),
    timed(guard, watch) {
      const handler = new HandrailCallbackHandler(guard)
      const methods = handler as unknown as Record<Event, (...args: unknown[]) => void>
      for (const event of events) methods[event] = watch.counts(methods[event].bind(handler))
      return { callbacks: [handler] }
    },
  },
  {
    name: 'middleware',
    against: 'a `wrapToolCall` that passes on',
    nothing: () => ({
      middleware: [
        createMiddleware({ name: 'Nothing', wrapToolCall: (request, handler) => handler(request) }),
      ],
    }),
    guarded: (guard) => ({ middleware: [handrailMiddleware(guard)] }),
    timed: (guard, watch) => ({ middleware: [watched(handrailMiddleware(guard), watch)] }),
  },
  {
    name: 'middleware with DEFER',
    against: STOCK,
    options: { policy: { ceiling: 'DEFER', onHighConfidence: 'DEFER' } },
    nothing: () => ({ middleware: [stock({ interruptOn: { [TOOL]: asksNever } })] }),
    guarded: (guard) => ({ middleware: [handrailMiddleware(guard)] }),
    timed: (guard, watch) => ({ middleware: [watched(handrailMiddleware(guard), watch)] }),
  },
]

// Its type does not suit `exactOptionalPropertyTypes`.
const stock = humanInTheLoopMiddleware as unknown as (options: object) => AgentMiddleware
const asksNever = { allowedDecisions: ['approve', 'reject'], when: () => false }

/** A middleware with a watch on its hooks. */
function watched(middleware: object, watch: Stopwatch): AgentMiddleware {
  const { wrapToolCall, afterModel } = middleware as Hooks
  return {
    ...middleware,
    ...(wrapToolCall && {
      wrapToolCall: watch.countsLater((request: unknown, handler: Hook) =>
        wrapToolCall(request, watch.leavesOut(handler)),
      ),
    }),
    ...(afterModel && { afterModel: { ...afterModel, hook: watch.countsLater(afterModel.hook) } }),
  } as AgentMiddleware
}

type Hook = (...given: unknown[]) => Promise<unknown>
interface Hooks {
  readonly wrapToolCall?: Hook
  readonly afterModel?: { readonly hook: Hook }
}

type Given = Parameters<StructuredToolInterface['invoke']>

/** A tool that is run by something else. */
function invoking(
  bare: StructuredToolInterface,
  invoke: (...given: Given) => Promise<unknown>,
): StructuredToolInterface {
  const run = async (...given: Given) => invoke(...given)
  return new Proxy(bare, {
    get: (target, key) => (key === 'invoke' ? run : Reflect.get(target, key, target)),
  })
}

const events = [
  'handleChainStart',
  'handleChainEnd',
  'handleChainError',
  'handleChatModelStart',
  'handleLLMEnd',
  'handleLLMError',
  'handleToolStart',
  'handleToolEnd',
  'handleToolError',
] as const
type Event = (typeof events)[number]

/** Listens to what our handler listens to, and does nothing. */
class NoHandler extends BaseCallbackHandler {
  override name = 'NoHandler'
  override awaitHandlers = true
  override ignoreRetriever = true
  override ignoreCustomEvent = true
  override handleChainStart(): void {}
  override handleChainEnd(): void {}
  override handleChainError(): void {}
  override handleChatModelStart(): void {}
  override handleLLMEnd(): void {}
  override handleLLMError(): void {}
  override handleToolStart(): void {}
  override handleToolEnd(): void {}
  override handleToolError(): void {}
}
