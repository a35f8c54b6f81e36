import type { BaseMessage } from '@langchain/core/messages'
import { z } from 'zod'
import { type Ledger, withMessages } from '../evidence/ledger.ts'

/** Where the state of an agent keeps our own. LangChain neither takes in nor gives out a key that begins so. */
const KEY = '_handrail'

/** Our part of the state: the ledger of the conversation. */
const stateSchema = z.object({ [KEY]: z.custom<Ledger>().optional() })

/** The ledger in the state of an agent. */
export function ledgerIn(state: object | undefined): unknown {
  return (state as { readonly [KEY]?: unknown } | undefined)?.[KEY]
}

/**
 * Adds what has come into the conversation to the ledger. Never throws.
 *
 * @returns `undefined` when there is nothing new.
 */
function beforeModel(state: { readonly messages: readonly BaseMessage[] }): { [KEY]: Ledger } | undefined {
  try {
    const ledger = withMessages(ledgerIn(state), state.messages)
    return ledger && { [KEY]: ledger }
  } catch {
    return undefined // What is still in the state is judged by that.
  }
}

/** What a middleware needs in order to keep a ledger: its part of the state, and a hook before the model. */
export const ledgerHooks = { stateSchema, beforeModel }
