import { uuidOrHash } from '../../evidence/shapes.ts'
import { separatorInsensitive } from './separator-insensitive.ts'
import type { SupportRule } from './support.ts'
import { verbatim } from './verbatim.ts'

const SHORTEST_OPAQUE = 32

/** Whether a value is a UUID or a hash of 32 hexadecimal digits. */
export function isOpaqueId(core: string): boolean {
  return core.length >= SHORTEST_OPAQUE && uuidOrHash.test(core)
}

/** R15: a UUID or a hash stands as a whole or not at all, because half of one and half of another is neither. */
export const opaqueRules: readonly SupportRule[] = [verbatim, separatorInsensitive]
