import type { CorpusSource } from '../../evidence/source.ts'
import type { ProvenanceStance, ProvenanceVerdict } from '../verdict.ts'
import type { Excerpt } from './excerpt.ts'
import type { Origin } from './origin.ts'
import { printable } from './printable.ts'
import { shortPath } from './short-path.ts'

/**
 * Where one id-like argument of a call came from: what a person looks at who is asked about the call. Plain data, safe
 * to print and to send as JSON. It quotes what the model and the tools wrote, so never show it to a model.
 */
export interface ArgumentOrigin {
  /** The argument. */
  readonly argName: string
  /** The value in short: at most 80 characters of it, and `...` at the end where more was cut off. */
  readonly value: string
  /** `UNSUPPORTED` when the value, or a part of it, was seen nowhere. */
  readonly stance: Exclude<ProvenanceStance, 'ABSTAIN'>
  /** How many parts were looked for: one, or more for a list and for a value that is put together. */
  readonly parts: number
  /** The parts that were seen nowhere, each once and cut off likewise. Empty for a supported argument. */
  readonly unseen: readonly string[]
  /** Where a supported value stands, or each of its parts; at most 32. Empty for an unsupported argument. */
  readonly places: readonly OriginPlace[]
}

/** Where something stands in the evidence: an {@link Origin} as plain data, with everything worked out. */
export interface OriginPlace extends Pick<Origin, 'source' | 'role' | 'toolName' | 'toolCallId' | 'entry'> {
  readonly source: CorpusSource
  /** See {@link Origin.offset}. Absent where the entry was changed since. */
  readonly offset?: number
  /** See {@link Origin.length}. */
  readonly length?: number
  /** See {@link Origin.path}, with short names: `$.orders[2].id`. Absent where the text is no JSON. */
  readonly path?: readonly string[]
  readonly excerpt: Excerpt
}

/**
 * Where every id-like argument of a call came from, in the order of the arguments. Those that were not judged are left
 * out. It reads each text that holds something once: microseconds for small results, milliseconds for megabytes.
 *
 * @example
 * const guard = createGuard({
 *   onRecord: ({ assessment, outcome }) => outcome.suspended && show(originsOf(assessment.verdict)),
 * })
 */
export function originsOf(verdict: ProvenanceVerdict): readonly ArgumentOrigin[] {
  return verdict.args.flatMap((arg): ArgumentOrigin[] => {
    const { argName, valueRepr, stance, componentsChecked, componentsUnmatched, origin } = arg
    if (stance === 'ABSTAIN') return []
    return [
      {
        argName: printable(argName),
        value: printable(valueRepr),
        stance,
        parts: new Set(componentsChecked).size,
        unseen: [...new Set(componentsUnmatched)].map((part) => printable(short(part))),
        places: origin?.parts.map(placeOf) ?? [],
      },
    ]
  })
}

const LONGEST_UNSEEN = 80

function short(part: string): string {
  return part.length > LONGEST_UNSEEN ? `${part.slice(0, LONGEST_UNSEEN - 3)}...` : part
}

function placeOf({
  source,
  entry,
  role,
  toolName,
  toolCallId,
  offset,
  length,
  path,
  excerpt,
}: Origin): OriginPlace {
  return {
    source,
    entry,
    ...(role !== undefined && { role }),
    ...(toolName !== undefined && { toolName: printable(toolName) }),
    ...(toolCallId !== undefined && { toolCallId }),
    ...(offset !== undefined && { offset }),
    ...(length !== undefined && { length }),
    ...(path && { path: path.map(shortPath) }),
    excerpt,
  }
}
