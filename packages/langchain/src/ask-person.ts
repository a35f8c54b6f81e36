import type { AbortRuling, Assessment, Guard, OpenRuling, Ruling } from '@handrail/core'
import { isBubbleUp } from './bubble-up.ts'
import { Recent } from './recent.ts'
import { decisionIn, reviewOf } from './review.ts'
import { askAmongSiblings, type Siblings } from './siblings.ts'

/** What is to become of a call that a person may have been asked about. It is recorded already. */
export type Reviewed =
  /** With other arguments than the model's where a person changed them. */
  | (Ruling & { readonly args?: Record<string, unknown> })
  /** Do not run the tool: a person refused. The model reads the message. */
  | { readonly kind: 'refuse'; readonly message: string; readonly assessment: Assessment }

/** How a host lets a person be asked. */
export interface PersonToAsk {
  /** LangGraph's `interrupt`: raises what stops the graph, or returns the answer. */
  readonly interrupt: (request: unknown) => unknown
  /** What LangGraph keeps for one run of a node. */
  readonly node: object
}

interface Asked {
  readonly ruling: OpenRuling | AbortRuling
  readonly answer?: { readonly value: unknown }
  /** Why nobody could be asked. */
  readonly fault?: string
}

/**
 * Rules on a call, and asks a person where the guard defers. Where nobody can be asked, the model is sent back.
 *
 * @throws what stops the graph until the person has answered, and an error about an answer that is none.
 */
export async function ruleOrAsk(
  guard: Guard,
  decide: () => OpenRuling | AbortRuling | Promise<OpenRuling | AbortRuling>,
  { interrupt, node }: PersonToAsk,
): Promise<Reviewed> {
  const { ruling, answer, fault } = await askAmongSiblings(node, async (siblings, turn): Promise<Asked> => {
    const ruling = await decide()
    if (ruling.kind === 'abort' || !ruling.suspends) return { ruling }
    await turn
    return siblings.isInterrupted
      ? { ruling }
      : { ruling, ...(await ask(guard, ruling, interrupt, siblings)) }
  })
  if (ruling.kind === 'abort') return ruling
  if (answer) return carryOut(guard, ruling, answer.value)
  if (fault === undefined) return ruling.carryOut()
  const { proposal, assessment } = ruling
  recordFault(guard, ruling, fault)
  return { kind: 'withhold', proposal, assessment }
}

async function ask(
  guard: Guard,
  ruling: OpenRuling,
  interrupt: PersonToAsk['interrupt'],
  siblings: Siblings,
): Promise<Omit<Asked, 'ruling'>> {
  try {
    return { answer: { value: await interrupt(reviewOf(ruling.assessment)) } }
  } catch (error) {
    if (isBubbleUp(error)) {
      if (isNews(guard, error)) ruling.suspend()
      siblings.interrupt(error)
      return {}
    }
    return isWithoutCheckpointer(error) ? {} : { fault: `nobody could be asked (${textOf(error)})` }
  }
}

const known = new WeakMap<Guard, Recent<true>>()

/** LangGraph raises a question again, under its id, whenever it goes on with the answer to another one. */
function isNews(guard: Guard, error: unknown): boolean {
  const id = (error as { interrupts?: { id?: unknown }[] }).interrupts?.[0]?.id
  if (typeof id !== 'string') return true
  const ids = known.get(guard) ?? new Recent<true>()
  known.set(guard, ids)
  if (ids.get(id)) return false
  ids.set(id, true)
  return true
}

async function carryOut(guard: Guard, ruling: OpenRuling, answer: unknown): Promise<Reviewed> {
  const { assessment } = ruling
  const { toolName, toolCallId } = assessment.call
  try {
    const decision = decisionIn(answer, toolName)
    if (decision.type === 'approve') return ruling.carryOut({ approved: true })
    if (decision.type === 'edit') {
      const run = await ruling.carryOut({ approved: true, edited: true })
      return { ...run, args: decision.editedAction.args }
    }
    ruling.refuse()
    const { message = `User rejected the tool call for \`${toolName}\` with id ${toolCallId}` } = decision
    return { kind: 'refuse', message, assessment }
  } catch (error) {
    recordFault(guard, ruling, `the answer of the person is none (${textOf(error)})`)
    throw error
  }
}

/** Records a call that does not run because it could not be asked about. */
function recordFault(guard: Guard, { assessment, proposal }: OpenRuling, fault: string): void {
  try {
    guard.record(assessment, proposal, { intervention: proposal.intervention, dispatched: false, fault })
  } catch {
    // A guard that cannot even record must not change what happens.
  }
}

function isWithoutCheckpointer(error: unknown): boolean {
  return (error as { lc_error_code?: unknown } | null | undefined)?.lc_error_code === 'MISSING_CHECKPOINTER'
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
