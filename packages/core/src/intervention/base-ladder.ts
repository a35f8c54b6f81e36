import { InterventionLadder } from './ladder.ts'

/**
 * The built-in ladder. Ranks are gapped by ten so that a host can put a rung of its own between any two.
 *
 * BLOCK ranks below DEFER on purpose: it keeps the turn, DEFER spends it. In a live run of the ladder's
 * original, withholding and re-prompting cost nine points of task success although every catch was sound.
 */
export const BASE_INTERVENTIONS: InterventionLadder = new InterventionLadder({
  defaultToken: 'WARN',
  specs: [
    {
      token: 'OBSERVE',
      rank: 0,
      summary: 'Record the verdict only; the agent never sees it, the call dispatches.',
      actuation: 'Append the verdict to the ledger; dispatch the call unchanged.',
      dispatches: true,
      seeAlso: ['WARN'],
    },
    {
      token: 'WARN',
      rank: 10,
      summary: 'Annotate the result with the verdict and still dispatch the call.',
      actuation:
        'Dispatch the call; attach a note to what the model reads. It can correct itself, no turn is lost.',
      dispatches: true,
      seeAlso: ['OBSERVE', 'BLOCK'],
    },
    {
      token: 'BLOCK',
      rank: 20,
      summary: 'Refuse the call but return a corrective result; the turn is not lost.',
      actuation:
        'Do not dispatch; return a synthetic result that says what is unresolved and how to look it up.',
      dispatches: false,
      returnsSynthetic: true,
      seeAlso: ['WARN', 'DEFER'],
    },
    {
      token: 'DEFER',
      rank: 30,
      summary: 'Skip this dispatch and let the agent retry, or ask a person; costs the turn.',
      actuation:
        'Do not dispatch; re-prompt the agent or suspend for a person. The most disruptive rung: opt-in only.',
      dispatches: false,
      seeAlso: ['WARN', 'BLOCK'],
    },
  ],
})
