import { type Assessment, maskedShape } from '@handrail/core'

const LONGEST = 128
const MOST_ARGUMENTS = 32
const MOST_TOOLS = 100

/** What the conventions write for a value that is not told apart from others. */
const OTHER = '_OTHER'

/** What providers accept as the name of a tool. */
const toolLike = /^[\w.:/-]{1,64}$/
const argumentLike = /^(?!(?:\P{N}*\p{N}){4})[\p{L}_$][\p{L}\p{N}_$.-]{0,63}$/u

/** A name that may have been made up without an end. */
export function shortName(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 3)}...` : name
}

/**
 * The names of the unsupported arguments. A model can write a value where a name belongs: what looks like no name, or
 * quotes what was found nowhere, is given in its shape only.
 */
export function safeNames({ verdict }: Assessment): string[] {
  const minted = verdict.args
    .flatMap((arg) => arg.componentsUnmatched)
    .filter((part) => /[\p{N}@]/u.test(part))
    .map((part) => part.toLowerCase())
  return verdict.unsupported.slice(0, MOST_ARGUMENTS).map((name) => {
    const lower = name.toLowerCase()
    const isName = argumentLike.test(name) && !minted.some((part) => lower.includes(part))
    return isName ? name : maskedShape(name)
  })
}

/**
 * The names of tools as metrics know them: the given ones, or the first that come; a bounded number in any case.
 */
export function toolNamesForMetrics(given?: readonly string[]): (name: string) => string {
  const known = new Set(given)
  return (name) => {
    if (known.has(name)) return name
    if (given || known.size >= MOST_TOOLS || !toolLike.test(name)) return OTHER
    known.add(name)
    return name
  }
}
