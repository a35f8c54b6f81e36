import type { ArgProvenance, ProvenanceVerdict, ToolArg } from './verdict.ts'

/** An empty list, shared by all verdicts. */
export const NOTHING: readonly never[] = Object.freeze([])

/** The verdict that judges nothing: every argument abstains, for one reason. */
export function abstainFromAll(args: readonly ToolArg[], reason: string): ProvenanceVerdict {
  return Object.freeze({
    believe: true,
    args: Object.freeze(args.map((arg) => abstain(arg, reason))),
    unsupported: NOTHING,
    reason,
  })
}

/** One argument that is not judged. */
export function abstain(arg: ToolArg, reason: string, isReference = arg.isReference ?? true): ArgProvenance {
  return Object.freeze({
    argName: arg.name,
    valueRepr: '',
    stance: 'ABSTAIN',
    idShaped: false,
    isReference,
    matchedIn: NOTHING,
    componentsChecked: NOTHING,
    componentsUnmatched: NOTHING,
    reason,
  })
}
