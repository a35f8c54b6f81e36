import type { Guard } from '@handrail/core'
import { type AgentMiddleware, createMiddleware } from 'langchain'
import { DecidedCalls } from './decided.ts'
import { judgeOf } from './judge.ts'
import { judgeStep } from './judge-step.ts'
import { ledgerHooks } from './ledger-state.ts'
import { type LangChainMiddlewareOptions, middlewareSettingsOf } from './options.ts'
import { runTool } from './run-tool.ts'

/** A middleware that adds nothing to the state, the context or the tools of an agent, as far as its types go. */
export type HandrailMiddleware = AgentMiddleware<undefined, undefined, unknown, readonly [], readonly []>

/**
 * A guard for all tools of an agent, as middleware for `createAgent`. Put it first in the list: then it sees the calls as
 * the model wrote them, and what other middlewares make of their results.
 *
 * With a policy that reaches DEFER, doubtful calls are judged before any tool of their step runs, and a person is asked
 * about all of them with one interrupt, in LangChain's own format for humans in the loop. Without a checkpointer nobody
 * can be asked, and DEFER becomes BLOCK.
 *
 * @param guardOrOptions a guard to share, or options for a new one. Without, every call runs and is recorded.
 *
 * @example
 * const agent = createAgent({ model, tools, middleware: [handrailMiddleware({ handler: 'enforce' })] })
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function handrailMiddleware(guardOrOptions?: Guard | LangChainMiddlewareOptions): HandrailMiddleware {
  const settings = middlewareSettingsOf(guardOrOptions)
  const judge = judgeOf(settings.guard)
  const decided = new DecidedCalls()
  return createMiddleware({
    name: settings.name,
    wrapToolCall: (request, handler) => runTool(request, handler, judge, decided, settings.toolErrors),
    // Its part of the state is private, so that the types of the agent need not show it.
    ...(settings.memory === 'ledger' && (ledgerHooks as object)),
    // A hook behind the model costs a node of the graph in every step, and nobody is ever asked without a DEFER.
    ...(settings.guard.mayDefer && {
      afterModel: {
        canJumpTo: ['model'],
        hook: (state, runtime) => judgeStep(state, runtime, judge, decided),
      },
    }),
  })
}
