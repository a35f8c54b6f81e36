import { checkFields, expected } from '../errors.ts'
import { type Intervention, isIntervention } from '../intervention/vocabulary.ts'

const marker = Symbol.for('handrail.effect-proposal')

/** What a handler proposes to do about a call. A proposal does nothing itself: the adapter carries it out. */
export interface EffectProposal {
  /** The rung it belongs to: at most as disruptive as the decision. */
  readonly intervention: Intervention
  /** Whether the real call runs. Read this, never infer it from the rung. */
  readonly dispatchCall: boolean
  /** The opposite of `dispatchCall`. */
  readonly withholdsCall: boolean
  /** What stands in for the result of a withheld call; `null` when nothing does. */
  readonly syntheticResult: Readonly<Record<string, unknown>> | null
  /** What the model reads on WARN and whenever the call is withheld; a line for the ledger on OBSERVE. */
  readonly note: string
  /** Who proposed it. `runHandler` fills it in. */
  readonly handler: string
  /** One line for the operator. */
  readonly reason: string
}

/** What makes a proposal; all but the rung and whether the call runs may be left out. */
export type EffectProposalFields = Pick<EffectProposal, 'intervention' | 'dispatchCall'> &
  Partial<Pick<EffectProposal, 'syntheticResult' | 'note' | 'handler' | 'reason'>>

const fieldNames = [
  'intervention',
  'dispatchCall',
  'withholdsCall',
  'syntheticResult',
  'note',
  'handler',
  'reason',
]

/**
 * Makes a proposal. Nothing else counts as one: an object of the same shape is taken for a fault of its handler.
 *
 * @throws HandrailError `INVALID_PROPOSAL` when the rung is none of the four, a field is of the wrong kind, or a
 * synthetic result comes with a call that runs.
 */
export function effectProposal(fields: EffectProposalFields): EffectProposal {
  checkFields('INVALID_PROPOSAL', 'proposal', fields, fieldNames)
  const { intervention, dispatchCall, syntheticResult = null, note = '', handler = '', reason = '' } = fields
  const fail = (field: string, expectation: string, got: unknown) =>
    expected('INVALID_PROPOSAL', `proposal.${field}`, expectation, got)
  if (!isIntervention(intervention))
    throw fail('intervention', 'to be one of OBSERVE, WARN, BLOCK, DEFER', intervention)
  if (typeof dispatchCall !== 'boolean') throw fail('dispatchCall', 'to be true or false', dispatchCall)
  if (typeof syntheticResult !== 'object')
    throw fail('syntheticResult', 'to be an object or null', syntheticResult)
  if (syntheticResult !== null && dispatchCall)
    throw fail(
      'dispatchCall',
      'to be false, because a synthetic result replaces a withheld call',
      dispatchCall,
    )
  if (typeof note !== 'string') throw fail('note', 'to be a string', note)
  if (typeof handler !== 'string') throw fail('handler', 'to be a string', handler)
  if (typeof reason !== 'string') throw fail('reason', 'to be a string', reason)
  const proposal: EffectProposal = {
    intervention,
    dispatchCall,
    withholdsCall: !dispatchCall,
    syntheticResult: syntheticResult && freezeDeeply(syntheticResult),
    note,
    handler,
    reason,
  }
  return Object.freeze(Object.defineProperty(proposal, marker, { value: true }))
}

/** Whether a value was made by {@link effectProposal}, in this copy of the package or another. */
export function isEffectProposal(value: unknown): value is EffectProposal {
  return typeof value === 'object' && value !== null && marker in value
}

function freezeDeeply<T>(root: T): T {
  const seen = new Set<unknown>()
  const stack: unknown[] = [root]
  while (stack.length > 0) {
    const value = stack.pop()
    if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) continue
    seen.add(value)
    stack.push(...Object.values(Object.freeze(value)))
  }
  return root
}
