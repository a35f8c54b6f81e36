/** A step to a member, as a normalized JSON path writes it: its name in single quotes, quotes in it escaped. */
const member = /\['((?:[^'\\]|\\.)*)'\]/gs
/** A name that somebody gave to a member: letters, and no more than a few digits behind them. */
const memberLike = /^[A-Za-z_$][A-Za-z_$-]{0,61}[0-9]{0,2}$/
/** A name that somebody gave to an argument: with less than four digits. Those are in a schema, and may be of any script. */
const argumentLike = /^(?!(?:\P{N}*\p{N}){4})[\p{L}_$][\p{L}\p{M}\p{N}_$.-]{0,63}$/u

/** What tells names from values, for one argument. */
export interface NameRule {
  /** What was looked for: each in letters and digits alone. */
  readonly values: readonly string[]
  readonly digest: (text: string) => string
}

/** The letters and digits of a text: the same for one value written in several ways. */
export function bare(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/**
 * The name of an argument, or its digest where it may be a value: some tools, and some models, put one there.
 */
export function privateName(name: string, { values, digest }: NameRule): string {
  return isName(name, argumentLike, values) ? name : `hmac:${digest(name)}`
}

/**
 * A JSON path without the member names that may be values. Tools key objects by ids and addresses, so only what looks
 * like the name of a field stays: up to 62 letters with at most two digits at the end, and none of the values in question.
 *
 * @param path a normalized path (RFC 9535), as `Origin.path` has it.
 */
export function privatePath(path: string, { values, digest }: NameRule): string {
  return path.replaceAll(member, (step, name: string) =>
    isName(name, memberLike, values) ? step : `['hmac:${digest(unescaped(name))}']`,
  )
}

function isName(name: string, like: RegExp, values: readonly string[]): boolean {
  return like.test(name) && !values.some((value) => value !== '' && bare(name).includes(value))
}

const shortEscapes: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r' }

/** A name as it is, from how a path writes it. */
function unescaped(name: string): string {
  return name.replaceAll(/\\(?:u([0-9a-f]{4})|(.))/gs, (_, code: string | undefined, char: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (shortEscapes[char] ?? char),
  )
}
