import { URL } from 'node:url'
import { TextDecoder } from 'node:util'
import type { EffectProposal, EnforcementHandler } from '@handrail/core'
import { z } from 'zod'
import { eventOf } from './event-of.ts'
import { asDecided, letRun } from './proposals.ts'

/** Options of the handler. */
export interface WebhookHandlerOptions {
  /** The address that is asked, `https:` or `http:`. */
  readonly url: string
  /** Sent as a bearer token. */
  readonly token?: string
  /** Milliseconds until the address has to have answered. 10,000 by default. */
  readonly timeoutMs?: number
  /** Whether the values of the arguments are sent: they may repeat what tools said. `false` by default. */
  readonly sendValues?: boolean
}

const NAME = 'webhook'
const LONGEST_ANSWER = 65_536
const answerSchema = z.object({ decision: z.enum(['approve', 'reject']) })

/**
 * A handler that asks a web service before a call is withheld. It posts a CloudEvent and obeys the answer,
 * `{ "decision": "approve" }` or `{ "decision": "reject" }`. Any other answer, none in time and every error are a fault:
 * the call runs, and its record says why.
 *
 * @throws Error when the address is none.
 */
export function createWebhookHandler(options: WebhookHandlerOptions): EnforcementHandler {
  const { token, timeoutMs = 10_000, sendValues = false } = options
  const url = options.url
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw new Error('the address of the webhook must begin with https:// or http://')

  return {
    name: NAME,
    timeoutMs,
    async handle(decision, context): Promise<EffectProposal> {
      if (decision.rung.dispatches)
        return asDecided(NAME, 'no call is withheld: nobody is asked', decision, context)
      const late = AbortSignal.timeout(timeoutMs)
      const answer = await ask(
        JSON.stringify(eventOf(decision, context, sendValues)),
        context.abortSignal ? AbortSignal.any([late, context.abortSignal]) : late,
      )
      return answer === 'approve'
        ? letRun(NAME, 'the webhook approved the call')
        : asDecided(NAME, 'the webhook rejected the call', decision, context)
    },
  }

  async function ask(body: string, signal: AbortSignal): Promise<'approve' | 'reject'> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/cloudevents+json',
        accept: 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body,
      signal,
      redirect: 'error', // The token and what is asked are for this address alone.
    }).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : new Error('the webhook cannot be reached', { cause: error })
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw new Error(`the webhook answered with status ${response.status}`)
    }
    return decisionIn(await shortText(response))
  }
}

function decisionIn(text: string): 'approve' | 'reject' {
  try {
    return answerSchema.parse(JSON.parse(text)).decision
  } catch (cause) {
    throw new Error('the webhook answered neither approve nor reject', { cause })
  }
}

async function shortText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > LONGEST_ANSWER) throw new Error('the answer of the webhook is too long')
  }
  return text + decoder.decode()
}
