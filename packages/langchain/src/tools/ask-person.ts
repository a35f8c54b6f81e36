import type { AbortRuling, Assessment, Guard, JsonSchema, OpenRuling, Ruling } from '@handrail/core'
import { isBubbleUp } from '../answer/bubble-up.ts'
import { isNews } from '../person/raised.ts'
import { decisionsIn, type ReviewDecision, refusalText, reviewOf } from '../person/review.ts'
import { askAmongSiblings, type Siblings } from './siblings.ts'
import type { PersonToAsk } from './tool-config.ts'

/** What is to become of a call that a person may have been asked about. It is recorded already. */
export type Reviewed =
  /** With other arguments than the model's where a person changed them. */
  | (Ruling & { readonly args?: Record<string, unknown> })
  /** Do not run the tool: a person refused. The model reads the message. */
  | { readonly kind: 'refuse'; readonly message: string; readonly assessment: Assessment }

interface Asked {
  readonly decision?: ReviewDecision
  /** Why nobody could be asked. */
  readonly fault?: string
}

/**
 * Rules on a call, and asks a person where the guard defers. Where nobody can be asked, the model is sent back.
 *
 * @throws what stops the graph until the person has answered.
 */
export async function ruleOrAsk(
  guard: Guard,
  decide: () => OpenRuling | AbortRuling | Promise<OpenRuling | AbortRuling>,
  { interrupt, node }: PersonToAsk,
  argsSchema: JsonSchema | undefined,
): Promise<Reviewed> {
  const askInTurn = async (siblings: Siblings, turn: Promise<unknown>) => {
    const ruling = await decide()
    if (ruling.kind === 'abort' || !ruling.suspends) return { ruling }
    await turn
    if (siblings.isInterrupted) return { ruling }
    const question = (problem?: string) =>
      interrupt(reviewOf([{ assessment: ruling.assessment, argsSchema }], problem))
    return { ruling, asked: await ask(guard, ruling, question, siblings) }
  }
  const { ruling, asked } = await askAmongSiblings<{ ruling: OpenRuling | AbortRuling; asked?: Asked }>(
    node,
    askInTurn,
    ({ ruling }) => !isLookUp(ruling),
  )
  if (ruling.kind === 'abort') return ruling
  if (asked?.decision) return carryOut(ruling, asked.decision)
  if (asked?.fault === undefined) return ruling.carryOut()
  return withhold(guard, ruling, asked.fault)
}

/** A handler may look something up while its own call is asked about: the two must not wait for each other. */
function isLookUp(ruling: OpenRuling | AbortRuling): boolean {
  if (ruling.kind === 'abort') return false
  const { call, effect } = ruling.assessment
  return call.toolCallId === '' && effect.effect === 'read' && !ruling.suspends
}

/** Nobody gives so many wrong answers, and whatever is no `interrupt` of LangGraph must not keep us here. */
const MOST_ANSWERS = 100

/**
 * An answer that cannot be read is asked for again: LangGraph keeps every answer, and an error of a tool is shown to the
 * model, who cannot mend it.
 */
async function ask(
  guard: Guard,
  ruling: OpenRuling,
  question: (problem: string | undefined) => unknown,
  siblings: Siblings,
): Promise<Asked> {
  let problem: string | undefined
  let answers = 0
  try {
    for (; answers < MOST_ANSWERS; answers++) {
      const answer = await question(problem)
      const decided = decisionFor(ruling.assessment.call.toolName, answer)
      if (typeof decided !== 'string') return { decision: decided }
      problem = decided
    }
    return { fault: `nobody could be asked (${problem})` }
  } catch (error) {
    if (isBubbleUp(error)) {
      if (isNews(guard, ruling.assessment, answers, error)) ruling.suspend(problem)
      siblings.interrupt(error)
      return {}
    }
    return { fault: `nobody could be asked (${textOf(error)})` }
  }
}

function decisionFor(toolName: string, answer: unknown): ReviewDecision | string {
  const decisions = decisionsIn(answer, [toolName])
  if (typeof decisions === 'string') return decisions
  const [decision] = decisions as [ReviewDecision]
  // This tool cannot run another one.
  if (decision.type !== 'edit' || decision.editedAction.name === toolName) return decision
  return `Invalid edited action for tool "${toolName}": name must be "${toolName}", got "${decision.editedAction.name}"`
}

async function carryOut(ruling: OpenRuling, decision: ReviewDecision): Promise<Reviewed> {
  if (decision.type === 'approve') return ruling.carryOut({ approved: true })
  if (decision.type === 'edit') {
    const run = await ruling.carryOut({ approved: true, edited: true })
    return { ...run, args: decision.editedAction.args }
  }
  ruling.refuse()
  const { assessment } = ruling
  return { kind: 'refuse', message: refusalText(assessment.call, decision), assessment }
}

/** Sends the model back where something went wrong with asking. */
function withhold(guard: Guard, { assessment, proposal }: OpenRuling, fault: string): Ruling {
  try {
    guard.record(assessment, proposal, { intervention: proposal.intervention, dispatched: false, fault })
  } catch {
    // A guard that cannot even record must not change what happens.
  }
  return { kind: 'withhold', proposal, assessment }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
