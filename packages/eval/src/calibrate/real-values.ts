import type { ProvenanceStance } from '@handrail/core'
import type { Leaf } from '../families/leaf.ts'
import { aloneAt, leavesOf } from '../families/paths.ts'
import type { JudgedCall } from './judged-calls.ts'

/** What the arguments are called when they are no object. */
const WHOLE_INPUT = 'input'

/** A value of a call, of which something was judged. */
export interface JudgedValue extends Leaf {
  readonly argName: string
  /** What was said of its argument as a whole. */
  readonly stance: ProvenanceStance
}

/** The values of a call that may have been judged: those in arguments that were. */
export function judgedValues({ args, assessment }: JudgedCall): JudgedValue[] {
  const stances = new Map(assessment.verdict.args.map(({ argName, stance }) => [argName, stance]))
  return leavesOf(args).flatMap((leaf) => {
    const [first] = leaf.path
    const argName = typeof first === 'string' ? first : WHOLE_INPUT
    const stance = stances.get(argName)
    return stance && stance !== 'ABSTAIN' ? [{ ...leaf, argName, stance }] : []
  })
}

/** Whether a value is supported and stands in the evidence literally. */
export function isReal(call: JudgedCall, { path, value, stance }: JudgedValue): boolean {
  // An argument that is one value was judged as that.
  const supported = path.length === 1 ? stance : stanceAlone(call, path, value)
  return supported === 'SUPPORTED' && call.search.holds(value)
}

/** What is said of a value with the keys around it and without its neighbours. */
export function stanceAlone(
  { guard, corpus, toolName }: JudgedCall,
  path: Leaf['path'],
  value: unknown,
): ProvenanceStance | undefined {
  return guard.assess({ toolCallId: '', toolName, args: aloneAt(path, value) }, corpus).verdict.args[0]
    ?.stance
}
