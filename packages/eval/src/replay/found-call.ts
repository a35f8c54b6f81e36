import { type ArgumentOrigin, originsOf } from '@handrail/core'
import type { CallFinding } from '../finding.ts'

/** A finding whose origins are worked out when they are first read. */
export class FoundCall implements CallFinding {
  readonly conversation: CallFinding['conversation']
  readonly place: CallFinding['place']
  readonly call: CallFinding['call']
  readonly message: CallFinding['message']
  readonly entry: CallFinding['entry']
  readonly toolCallId: CallFinding['toolCallId']
  readonly toolName: CallFinding['toolName']
  readonly effect: CallFinding['effect']
  readonly verdict: CallFinding['verdict']
  readonly confidence: CallFinding['confidence']
  readonly policies: CallFinding['policies']
  readonly faults: readonly string[]
  #origins: readonly ArgumentOrigin[] | undefined

  constructor(found: Omit<CallFinding, 'origins' | 'faults'> & { readonly faults: readonly string[] }) {
    this.conversation = found.conversation
    this.place = found.place
    this.call = found.call
    this.message = found.message
    this.entry = found.entry
    this.toolCallId = found.toolCallId
    this.toolName = found.toolName
    this.effect = found.effect
    this.verdict = found.verdict
    this.confidence = found.confidence
    this.policies = found.policies
    this.faults = found.faults
  }

  get origins(): readonly ArgumentOrigin[] {
    this.#origins ??= originsOf(this.verdict)
    return this.#origins
  }
}
