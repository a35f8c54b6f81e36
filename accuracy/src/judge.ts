import {
  type ArgProvenance,
  assessConfidence,
  type Confidence,
  type Corpus,
  classifyCall,
  type ProvenanceStance,
  type ProvenanceVerdict,
  type ToolArg,
} from '@handrail/core'
import { aloneAt, type Leaf, leavesOf } from './paths.ts'
import type { Path } from './records.ts'

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

/** What became of the argument that holds a path. */
export function stanceAt({ verdict }: Judgement, path: Path): ProvenanceStance | undefined {
  const name = path.length > 0 && typeof path[0] === 'string' ? path[0] : 'input'
  return verdict.args.find(({ argName }) => argName === name)?.stance
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
