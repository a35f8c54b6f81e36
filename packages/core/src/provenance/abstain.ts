import type { ArgProvenance, ProvenanceVerdict, ToolArg } from './verdict.ts'

const none = Object.freeze([])

/** The verdict that judges nothing: every argument abstains, for one reason. */
export function abstainFromAll(args: readonly ToolArg[], reason: string): ProvenanceVerdict {
  return Object.freeze({
    believe: true,
    args: Object.freeze(args.map((arg) => abstain(arg, reason))),
    unsupported: none,
    reason,
  })
}

/** One argument that is not judged. */
export function abstain(arg: ToolArg, reason: string): ArgProvenance {
  return Object.freeze({
    argName: arg.name,
    valueRepr: '',
    stance: 'ABSTAIN',
    idShaped: false,
    isReference: arg.isReference ?? true,
    matchedIn: none,
    componentsChecked: none,
    componentsUnmatched: none,
    reason,
  })
}
