import type { LiteralRule } from './literals.ts'

const plain = /^v?\d+(?:\.\d+){1,3}(?:[-+][a-z0-9.]+)?$/

/** R7: versions are written by whoever releases, and known to models. */
export const version: LiteralRule = ({ core }) => (plain.test(core) ? 'a version' : undefined)
