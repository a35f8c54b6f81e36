import {
  doubledDigit,
  droppedDigit,
  lastDigitPlusOne,
  oneCharacterChanged,
  randomSameShape,
  transposed,
} from './edits.ts'
import { newEmailDigits, newEmailDomain, newEmailName } from './email.ts'
import { isEmail } from './parts.ts'
import { placeholder } from './placeholder.ts'
import { prefixSwap } from './prefix.ts'
import type { Random } from './random.ts'

/** What a mutator may know besides the value. */
export interface MutationContext {
  readonly random: Random
  /** The key that stands nearest to the value. */
  readonly key: string
  /** Real ids of other conversations that may stand in this place. */
  readonly others: readonly string[]
  /** Prefixes of other ids. */
  readonly prefixes: readonly string[]
}

/** One way to make a minted value from a real one. `undefined` when the value is of another form. */
export interface Family {
  readonly name: string
  readonly draw: (value: string, context: MutationContext) => string | undefined
}

/** An e-mail address is changed as one, and not digit by digit. */
function ofIds(draw: Family['draw']): Family['draw'] {
  return (value, context) => (isEmail(value) ? undefined : draw(value, context))
}

/** The families of mutations, in the order in which they are reported. */
export const mutationFamilies: readonly Family[] = [
  { name: 'random same shape', draw: ofIds((value, { random }) => randomSameShape(value, random)) },
  { name: 'one character changed', draw: ofIds((value, { random }) => oneCharacterChanged(value, random)) },
  { name: 'last digit plus 1', draw: ofIds(lastDigitPlusOne) },
  { name: 'transposed', draw: ofIds((value, { random }) => transposed(value, random)) },
  { name: 'dropped digit', draw: ofIds((value, { random }) => droppedDigit(value, random)) },
  { name: 'doubled digit', draw: ofIds((value, { random }) => doubledDigit(value, random)) },
  {
    name: 'prefix swap',
    draw: ofIds((value, { random, prefixes }) => prefixSwap(value, random, prefixes)),
  },
  { name: 'placeholder', draw: (value, { random, key }) => placeholder(value, random, key) },
  { name: "another conversation's id", draw: (_value, { random, others }) => random.pick(others) },
  { name: 'new e-mail name', draw: (value, { random }) => newEmailName(value, random) },
  { name: 'new e-mail digits', draw: (value, { random }) => newEmailDigits(value, random) },
  { name: 'new e-mail domain', draw: (value, { random }) => newEmailDomain(value, random) },
]
