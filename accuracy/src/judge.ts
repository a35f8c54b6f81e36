import {
  type ArgProvenance,
  assessConfidence,
  type Confidence,
  type Corpus,
  classifyCall,
  type ProvenanceVerdict,
  type ToolArg,
} from '@handrail/core'
import { aloneAt, type Leaf, leavesOf } from '@handrail/eval/families'
import type { CallSite } from './conversation.ts'

/** A verdict with its confidence. */
export interface Judgement {
  readonly verdict: ProvenanceVerdict
  readonly confidence: Confidence
}

/** Judges a call that changes something: one argument for each top-level key. */
export function judgeCall(toolName: string, args: unknown, corpus: Corpus): Judgement {
  const verdict = classifyCall({ toolName, args: argsOf(args) }, corpus)
  return { verdict, confidence: assessConfidence(verdict) }
}

/** Judges one value with the keys around it. */
export function judgeLeaf(
  toolName: string,
  { path, value }: Leaf,
  corpus: Corpus,
): ArgProvenance | undefined {
  return judgeCall(toolName, aloneAt(path, value), corpus).verdict.args[0]
}

/** The values of a call that the detector supports and that stand in the evidence literally. */
export function groundedLeaves({ toolName, args, corpus, search }: CallSite): Leaf[] {
  return leavesOf(args).filter(
    (leaf) => search.holds(leaf.value) && judgeLeaf(toolName, leaf, corpus)?.stance === 'SUPPORTED',
  )
}

/** The values of an argument that are found nowhere. */
export function mintedLeaves(toolName: string, args: unknown, argName: string, corpus: Corpus): Leaf[] {
  return leavesOf(args).filter(
    (leaf) => leaf.path[0] === argName && judgeLeaf(toolName, leaf, corpus)?.stance === 'UNSUPPORTED',
  )
}

function argsOf(args: unknown): ToolArg[] {
  if (typeof args !== 'object' || args === null || Array.isArray(args))
    return [{ name: 'input', value: args }]
  return Object.entries(args).map(([name, value]) => ({ name, value }))
}
