import { createInterface } from 'node:readline/promises'
import type { EffectProposal, EnforcementHandler } from '@handrail/core'
import { describeCall } from './describe-call.ts'
import { asDecided, letRun } from './proposals.ts'

/** A side of a terminal. */
interface Side {
  readonly isTTY?: boolean
}

/** Options of the handler. */
export interface TerminalHandlerOptions {
  /** Where answers come from. Standard input by default. */
  readonly input?: NodeJS.ReadableStream & Side
  /** Where the questions go. Standard error by default, so that what the app prints stays apart. */
  readonly output?: NodeJS.WritableStream & Side
}

const NAME = 'terminal'

/**
 * A handler that asks the person at the terminal before a call is withheld. It waits as long as they need; an abort of
 * the run ends the question. Calls that are judged at the same time are asked about one after the other.
 *
 * Only a call that was decided to be withheld is asked about. A handler cannot do more than was decided, so on a call that
 * runs anyway the answer "no" would have no effect.
 */
export function createTerminalHandler(options: TerminalHandlerOptions = {}): EnforcementHandler {
  const { input = process.stdin, output = process.stderr } = options
  let lastAsked: Promise<unknown> = Promise.resolve()
  let saidWhy = false

  return {
    name: NAME,
    timeoutMs: Number.POSITIVE_INFINITY,
    async handle(decision, context): Promise<EffectProposal> {
      if (decision.rung.dispatches)
        return asDecided(NAME, 'no call is withheld: nobody is asked', decision, context)
      if (!input.isTTY || !output.isTTY) {
        if (!saidWhy)
          output.write('handrail: there is no terminal to ask on, so every call runs and is recorded\n')
        saidWhy = true
        return letRun(NAME, 'there is no terminal to ask on')
      }
      const asked = lastAsked.then(() => ask(`${describeCall(decision, context)}\n`, context.abortSignal))
      lastAsked = asked.catch(() => {})
      return (await asked)
        ? letRun(NAME, 'a person approved the call on the terminal')
        : asDecided(NAME, 'a person rejected the call on the terminal', decision, context)
    },
  }

  /** Rejects when the run is aborted, or the terminal is closed: a fault, so the call is not withheld. */
  async function ask(question: string, abortSignal: AbortSignal | undefined): Promise<boolean> {
    abortSignal?.throwIfAborted()
    const closed = new AbortController()
    const terminal = createInterface({ input, output, terminal: true })
    terminal.once('close', () =>
      closed.abort(new Error('the terminal was closed before there was an answer')),
    )
    // While a question is open, Ctrl+C does not reach the program by itself.
    terminal.once('SIGINT', () => {
      terminal.close()
      process.kill(process.pid, 'SIGINT')
    })
    const signal = abortSignal ? AbortSignal.any([abortSignal, closed.signal]) : closed.signal
    try {
      output.write(question)
      for (;;) {
        const answer = (await terminal.question('Run it? [y]es, [n]o: ', { signal })).trim().toLowerCase()
        if (['y', 'yes', 'approve'].includes(answer)) return true
        if (['n', 'no', 'reject'].includes(answer)) return false
      }
    } catch (error) {
      output.write('\n')
      throw signal.aborted ? signal.reason : error
    } finally {
      terminal.close()
    }
  }
}
