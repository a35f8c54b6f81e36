import type { Guard } from '@handrail/core'
import { guardTool, HandrailCallbackHandler } from '@handrail/langchain'
import { BaseCallbackHandler } from '@langchain/core/callbacks/base'
import type { StructuredToolInterface } from '@langchain/core/tools'
import type { PutOn } from './agent.ts'
import type { Stopwatch } from './stopwatch.ts'

/** A way to put a guard on an agent. */
export interface Way {
  readonly name: string
  /** What it is compared with: something of the same kind that does nothing. */
  readonly against: string
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
]

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
