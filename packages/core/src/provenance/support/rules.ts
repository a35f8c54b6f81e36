import type { CompiledPolicy } from '../compiled-policy.ts'
import type { Evidence } from '../evidence.ts'
import { caseChecksum } from './case-checksum.ts'
import { derived } from './derived.ts'
import { email } from './email.ts'
import { numeric } from './numeric.ts'
import { isOpaqueId, opaqueRules } from './opaque.ts'
import { separatorInsensitive } from './separator-insensitive.ts'
import type { Support, SupportRule } from './support.ts'
import { verbatim } from './verbatim.ts'

/** R10 to R14, the plainest first: the verdict says which one held. */
const rules: readonly SupportRule[] = [verbatim, numeric, separatorInsensitive, derived, email]

/** The first rule that supports a value; `undefined` when none does, and the value looks minted (R16). */
export function supportOf(
  core: string,
  written: string,
  evidence: Evidence,
  policy: CompiledPolicy,
): Support | undefined {
  for (const rule of isOpaqueId(core) ? opaqueRules : rules) {
    const support = rule(core, evidence, policy)
    if (support) return support
  }
  return caseChecksum(written, evidence)
}
