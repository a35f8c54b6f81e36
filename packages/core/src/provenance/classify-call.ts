import type { Corpus } from '../evidence/corpus.ts'
import { abstainFromAll, NOTHING } from './abstain.ts'
import type { ArgGuide } from './arg-leaves.ts'
import { capped, whyCapped } from './cap.ts'
import { classifyArg } from './classify-arg.ts'
import { compiledPolicy } from './compiled-policy.ts'
import type { ProvenancePolicy } from './policy.ts'
import { isNode } from './schema/node.ts'
import { placeOf } from './schema/place.ts'
import { schemaTexts } from './schema/texts.ts'
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
  // R17: without evidence, an absence says nothing.
  if (corpus.isEmpty) return abstainFromAll(call.args, 'there is no evidence yet')
  if (corpus.hasGap('lost'))
    return abstainFromAll(call.args, 'earlier parts of the conversation are not in the evidence')
  const traits = corpus.traitsOf(call.toolName)
  const given = traits?.inputSchema ?? call.inputSchema
  const schema = isNode(given) ? given : undefined
  const guide: ArgGuide = { roles: traits?.args ?? call.argRoles, place: schema && placeOf(schema) }
  const rules = compiledPolicy(policy)
  const judge = (evidence: Corpus) => call.args.map((arg) => classifyArg(arg, evidence, guide, rules))
  const args = judge(corpus)
  if (!args.some(isUnsupported)) return verdictOf(args)
  // R18: what the schema says in words is read only when something looks minted without it.
  const texts = schema && schemaTexts(schema)
  const informed = texts === undefined ? args : judge(withText(corpus, texts))
  const cap = whyCapped(corpus)
  return verdictOf(cap === undefined ? informed : informed.map((arg) => capped(arg, cap)))
}

function withText(corpus: Corpus, text: string): Corpus {
  const informed = corpus.fork()
  informed.append({ kind: 'task', role: 'system', text })
  return informed
}

function isUnsupported(arg: ArgProvenance): boolean {
  return arg.stance === 'UNSUPPORTED'
}

function verdictOf(args: readonly ArgProvenance[]): ProvenanceVerdict {
  const unsupported = args.filter(isUnsupported).map((arg) => arg.argName)
  const believe = unsupported.length === 0
  return Object.freeze({
    believe,
    args: Object.freeze(args),
    unsupported: believe ? NOTHING : Object.freeze(unsupported),
    reason: believe
      ? 'nothing looks minted'
      : `${unsupported.length} argument(s) look minted: ${unsupported.join(', ')}; resolve them with a read first`,
  })
}
