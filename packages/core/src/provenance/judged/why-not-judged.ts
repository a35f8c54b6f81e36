import type { NameKind } from '../../evidence/name-kind.ts'
import { onlyDigits } from '../../evidence/shapes.ts'
import type { CompiledPolicy } from '../compiled-policy.ts'
import type { Readable } from '../value.ts'
import { whyNoDigitId, whyNoId, whyNoWordId } from './id-shape.ts'
import { literalKind, markedLiteralKind } from './literals.ts'
import { dateOrDecimal } from './moments.ts'

const nothings = new Set(['true', 'false', 'null', 'none', 'unknown', 'undefined', 'nil'])
const space = /\s/
const number = /\p{N}/u

/** R6: names whose values no rule can tell from an invention: text, what the model is free to choose, and kinds of things. */
const unjudgedNames: Partial<Record<NameKind, string>> = {
  content: 'a content argument',
  naming: 'a naming argument',
  kind: 'the name of a kind',
}

/**
 * R7 and R8 in their order: why a value is not judged under a name of that kind; `undefined` when it is. What cannot be
 * told from something that nobody hands out is left alone, because a false flag breaks a working run.
 */
export function whyNotJudged(
  value: Readable,
  name: NameKind,
  keyName: string,
  policy: CompiledPolicy,
): string | undefined {
  const { core } = value
  if (core === '') return 'empty'
  if (space.test(core)) return 'a text of several words'
  const unjudged = unjudgedNames[name]
  if (unjudged) return unjudged
  if (nothings.has(core)) return 'a word for nothing'
  const hasNumber = number.test(core)
  if (!hasNumber && !core.includes('@')) return whyNoWordId(value, name, keyName)
  const moment = dateOrDecimal(value)
  if (moment) return moment
  // Under the name of an id everything else is one.
  const marked = name === 'id' ? undefined : markedLiteralKind(value)
  if (marked) return marked
  if (onlyDigits(core)) return whyNoDigitId(core, name)
  const literal = name === 'id' ? undefined : literalKind(value, policy)
  return literal ?? whyNoId(value, name)
}
