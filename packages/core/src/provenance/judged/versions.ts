import { messageMoment } from '../../evidence/shapes.ts'
import type { LiteralRule } from './literals.ts'

const plain = /^v?\d+(?:\.\d+){1,3}(?:[-+][a-z0-9.]+)?$/
/** With a pre-release and a build (Semantic Versioning 2.0.0, 9 and 10). */
const semantic = /^v?\d+\.\d+\.\d+(?:-[0-9a-z.-]+)?(?:\+[0-9a-z.-]+)?$/
/** R7: versions are written by whoever releases, and known to models. */
export const version: LiteralRule = ({ core }) =>
  !messageMoment.test(core) && (plain.test(core) || semantic.test(core)) ? 'a version' : undefined
