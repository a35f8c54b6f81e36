import type { Corpus } from '../evidence/corpus.ts'
import { abstainFromAll } from './abstain.ts'
import { classifyArg } from './classify-arg.ts'
import type { ProvenancePolicy } from './policy.ts'
import type { ArgProvenance, ProvenanceVerdict, ToolCall } from './verdict.ts'

/**
 * Asks of every id-like argument of a call whether its value stands in the evidence. `believe` means only that nothing
 * was minted. Whatever cannot be decided abstains: a missed mint is no worse than no guard, a false flag breaks a
 * working run.
 *
 * @example
 * const corpus = corpusOf([{ kind: 'task', text: 'Cancel order W1234567, please.' }])
 * classifyCall({ toolName: 'cancel_order', args: [{ name: 'order_id', value: 'W7654321' }] }, corpus).believe // false
 */
export function classifyCall(call: ToolCall, corpus: Corpus, policy?: ProvenancePolicy): ProvenanceVerdict {
  if (call.isMutating === false) return abstainFromAll(call.args, 'the call changes nothing')
  if (corpus.isEmpty) return abstainFromAll(call.args, 'there is no evidence yet')
  if (corpus.hasGap('lost'))
    return abstainFromAll(call.args, 'earlier parts of the conversation are not in the evidence')
  const schema = corpus.traitsOf(call.toolName)?.inputSchema ?? call.inputSchema
  const unreadable = corpus.hasGap('unreadable')
  const args = call.args.map((arg) => {
    const verdict = classifyArg(arg, corpus, schema, policy)
    return unreadable ? capped(verdict) : verdict
  })
  const unsupported = args.filter((arg) => arg.stance === 'UNSUPPORTED').map((arg) => arg.argName)
  return Object.freeze({
    believe: unsupported.length === 0,
    args: Object.freeze(args),
    unsupported: Object.freeze(unsupported),
    reason:
      unsupported.length === 0
        ? 'nothing looks minted'
        : `${unsupported.length} argument(s) look minted: ${unsupported.join(', ')}; resolve them with a read first`,
  })
}

/** The same finding at LOW confidence: the value may stand in a part that cannot be read. */
function capped(arg: ArgProvenance): ArgProvenance {
  if (arg.stance !== 'UNSUPPORTED' || arg.componentsChecked.length !== 1) return arg
  const componentsChecked = Object.freeze([...arg.componentsChecked, ...arg.componentsChecked])
  return Object.freeze({
    ...arg,
    componentsChecked,
    reason: `${arg.reason}; a part of the conversation is unreadable`,
  })
}
