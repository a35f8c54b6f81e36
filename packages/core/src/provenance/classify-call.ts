import type { Corpus } from '../evidence/corpus.ts'
import { abstainFromAll, NOTHING } from './abstain.ts'
import type { ArgGuide } from './arg-leaves.ts'
import { capped, whyCapped } from './cap.ts'
import { classifyArg } from './classify-arg.ts'
import { compiledPolicy } from './compiled-policy.ts'
import { Evidence } from './evidence.ts'
import type { ProvenancePolicy } from './policy.ts'
import { learnedSchema } from './schema/learned.ts'
import { isNode } from './schema/node.ts'
import { placeOf } from './schema/place.ts'
import type { ArgProvenance, ProvenanceVerdict, ToolCall } from './verdict.ts'

const LOST = 'earlier parts of the conversation are not in the evidence'

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
  return classifyCallWith(call, corpus, policy, () => undefined)
}

/**
 * The same where the model has read more than the conversation.
 *
 * @param moreTexts what it has read beside it. Asked for only when something looks minted without.
 */
export function classifyCallWith(
  call: ToolCall,
  corpus: Corpus,
  policy: ProvenancePolicy | undefined,
  moreTexts: () => Corpus | undefined,
): ProvenanceVerdict {
  if (call.isMutating === false) return abstainFromAll(call.args, 'the call changes nothing')
  // R17: without evidence, an absence says nothing.
  if (corpus.isEmpty) return abstainFromAll(call.args, 'there is no evidence yet')
  if (corpus.hasGap('lost')) return abstainFromAll(call.args, LOST)
  const traits = corpus.traitsOf(call.toolName)
  const given = traits?.inputSchema ?? call.inputSchema
  const schema = isNode(given) ? given : undefined
  const guide: ArgGuide = { roles: traits?.args ?? call.argRoles, place: schema && placeOf(schema) }
  const rules = compiledPolicy(policy)
  const judge = (...texts: Corpus[]) => {
    const evidence = new Evidence(corpus, texts)
    return { evidence, args: call.args.map((arg) => classifyArg(arg, evidence, guide, rules)) }
  }
  const alone = judge()
  const judgeWith = (texts: Corpus) => (alone.evidence.lacksSomethingOf(texts) ? judge(texts) : alone)
  if (!alone.args.some(isUnsupported)) return verdictOf(alone.args)
  // R18: what the schema says in words is read only when something looks minted without it.
  const words = schema && learnedSchema(schema)
  const withWords = words ? judgeWith(words) : alone
  if (!withWords.args.some(isUnsupported)) return verdictOf(withWords.args)
  const more = moreTexts()
  if (!more) return verdictOf(withWords.args, whyCapped(corpus))
  if (more.hasGap('lost')) return abstainFromAll(call.args, LOST)
  const withMore = judgeWith(more)
  if (!withMore.args.some(isUnsupported)) return verdictOf(withMore.args)
  // All texts at once only where one of them has changed something: else none of them can.
  const isAlone = withWords === alone && withMore === alone
  const withAll = !words || isAlone ? withMore : judge(more, words)
  return verdictOf(withAll.args, whyCapped(corpus, more))
}

function isUnsupported(arg: ArgProvenance): boolean {
  return arg.stance === 'UNSUPPORTED'
}

function verdictOf(found: readonly ArgProvenance[], cap?: string): ProvenanceVerdict {
  const args = cap === undefined ? found : found.map((arg) => capped(arg, cap))
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
