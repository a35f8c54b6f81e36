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

/** One way to make a minted value from a real one. */
export interface Family {
  readonly name: string
  /** Whether a value may be of the form that it changes: cheap, for whoever goes through many. */
  readonly fits: (value: string) => boolean
  /** `undefined` when the value is of another form. */
  readonly draw: (value: string, context: MutationContext) => string | undefined
}

/** An e-mail address is changed as one, and not digit by digit. */
function ofIds(name: string, draw: Family['draw']): Family {
  const fits = (value: string) => !isEmail(value)
  return { name, fits, draw: (value, context) => (fits(value) ? draw(value, context) : undefined) }
}

function ofEmails(name: string, draw: Family['draw']): Family {
  return { name, fits: isEmail, draw }
}

function ofAll(name: string, draw: Family['draw']): Family {
  return { name, fits: () => true, draw }
}

/** The families of mutations, in the order in which they are reported. */
export const mutationFamilies: readonly Family[] = [
  ofIds('random same shape', (value, { random }) => randomSameShape(value, random)),
  ofIds('one character changed', (value, { random }) => oneCharacterChanged(value, random)),
  ofIds('last digit plus 1', lastDigitPlusOne),
  ofIds('transposed', (value, { random }) => transposed(value, random)),
  ofIds('dropped digit', (value, { random }) => droppedDigit(value, random)),
  ofIds('doubled digit', (value, { random }) => doubledDigit(value, random)),
  ofIds('prefix swap', (value, { random, prefixes }) => prefixSwap(value, random, prefixes)),
  ofAll('placeholder', (value, { random, key }) => placeholder(value, random, key)),
  ofAll("another conversation's id", (_value, { random, others }) => random.pick(others)),
  ofEmails('new e-mail name', (value, { random }) => newEmailName(value, random)),
  ofEmails('new e-mail digits', (value, { random }) => newEmailDigits(value, random)),
  ofEmails('new e-mail domain', (value, { random }) => newEmailDomain(value, random)),
]
