import type { Corpus } from '../evidence/corpus.ts'
import { kindOfName } from '../evidence/name-kind.ts'
import type { CorpusSource } from '../evidence/source.ts'
import type { JsonSchema } from '../transcript.ts'
import { abstain } from './abstain.ts'
import { type ArgLeaf, leavesOfArg } from './arg-leaves.ts'
import { type Grade, gradeOf } from './grade.ts'
import { isCodedId, whyNotJudged, wordAndShortNumber } from './judged.ts'
import { originOf } from './origin.ts'
import type { ProvenancePolicy } from './policy.ts'
import { type SchemaHint, schemaHint } from './schema-hints.ts'
import { type Support, supportOf } from './support.ts'
import { readValue } from './value.ts'
import type { ArgProvenance, ToolArg } from './verdict.ts'

const unjudgedFormats = new Set(['date', 'time', 'date-time', 'duration'])
const LONGEST_REPR = 80

type LeafVerdict =
  | { readonly stance: 'ABSTAIN'; readonly reason: string }
  | {
      readonly stance: 'SUPPORTED'
      readonly written: string
      readonly support: Support
      readonly core: string
    }
  | { readonly stance: 'UNSUPPORTED'; readonly grade: Grade }

/** Judges one argument: all of its leaves, each under its nearest key. One minted leaf makes the argument minted. */
export function classifyArg(
  arg: ToolArg,
  corpus: Corpus,
  schema: JsonSchema | undefined,
  policy: ProvenancePolicy | undefined,
): ArgProvenance {
  if (arg.isReference === false) return abstain(arg, 'declared to be no reference')
  const hint = schemaHint(schema, arg.name)
  if (hint?.format && unjudgedFormats.has(hint.format)) return abstain(arg, `of the format ${hint.format}`)
  const { leaves, unread } = leavesOfArg(arg)
  const verdicts = leaves.map((leaf) => classifyLeaf(leaf, hint, corpus, policy))
  const minted = verdicts.filter((verdict) => verdict.stance === 'UNSUPPORTED')
  const traced = verdicts.filter((verdict) => verdict.stance === 'SUPPORTED')
  const abstained = verdicts.find((verdict) => verdict.stance === 'ABSTAIN')
  if (minted.length === 0 && traced.length === 0) return abstain(arg, unread ?? abstained?.reason ?? 'empty')
  const sources = new Set<CorpusSource>(traced.map(({ support }) => corpus.sourceOf(support.entry)))
  const best = traced[0]
  const supported = minted.length === 0 && best !== undefined
  return Object.freeze({
    argName: arg.name,
    valueRepr: repr(leaves),
    stance: supported ? 'SUPPORTED' : 'UNSUPPORTED',
    idShaped: true,
    isReference: true,
    matchedIn: Object.freeze([...sources]),
    componentsChecked: Object.freeze([
      ...minted.flatMap(({ grade }) => grade.checked),
      ...traced.map(({ written }) => written),
    ]),
    componentsUnmatched: Object.freeze(minted.flatMap(({ grade }) => grade.unmatched)),
    ...(supported && { how: best.support.how, origin: originOf(best.core, best.support.entry, corpus) }),
    reason:
      (supported ? 'found in the evidence' : `${minted.length} value(s) found nowhere in the evidence`) +
      (unread ? `; not all of it was read: ${unread}` : ''),
  })
}

function classifyLeaf(
  leaf: ArgLeaf,
  hint: SchemaHint | undefined,
  corpus: Corpus,
  policy: ProvenancePolicy | undefined,
): LeafVerdict {
  if (hint?.named.has(leaf.value)) return { stance: 'ABSTAIN', reason: 'named by the schema of the tool' }
  const value = readValue(leaf.value)
  if ('abstain' in value) return { stance: 'ABSTAIN', reason: value.abstain }
  const { core, written } = value
  const name = isCodedId(leaf.keyName, core) ? 'id' : kindOfName(leaf.keyName, policy)
  const reason = whyNotJudged(value, name)
  if (reason !== undefined) return { stance: 'ABSTAIN', reason }
  // What looks like an escape may be part of the value.
  const support = supportOf(core, corpus) ?? (value.raw === core ? undefined : supportOf(value.raw, corpus))
  if (support) return { stance: 'SUPPORTED', written, support, core }
  const family = wordAndShortNumber.exec(core)?.[1]
  if (name !== 'id' && family !== undefined && corpus.find('prefix', family) === undefined)
    return {
      stance: 'ABSTAIN',
      reason: 'a word with a short number, of a family that the evidence does not know',
    }
  return { stance: 'UNSUPPORTED', grade: gradeOf(core, written, corpus) }
}

function repr(leaves: readonly ArgLeaf[]): string {
  const texts = leaves.slice(0, LONGEST_REPR).map(({ value }) => show(value))
  const text = texts.join(', ')
  return text.length > LONGEST_REPR ? `${text.slice(0, LONGEST_REPR - 3)}...` : text
}

function show(value: unknown): string {
  return typeof value === 'string'
    ? value.slice(0, LONGEST_REPR)
    : typeof value === 'function'
      ? 'a function'
      : String(value)
}
