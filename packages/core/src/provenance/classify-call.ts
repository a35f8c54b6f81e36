import type { Corpus } from '../evidence/corpus.ts'
import type { ProvenancePolicy } from './policy.ts'
import type { ProvenanceVerdict, ToolCall } from './verdict.ts'

export function classifyCall(
  _call: ToolCall,
  _corpus: Corpus,
  _policy?: ProvenancePolicy,
): ProvenanceVerdict {
  return { believe: true, args: [], unsupported: [], reason: '' }
}
