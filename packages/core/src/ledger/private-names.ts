/** A step to a member, as a normalized JSON path writes it: its name in single quotes, quotes in it escaped. */
const member = /\['((?:[^'\\]|\\.)*)'\]/gs
/** A name that somebody gave to a member: letters, and no more than a few digits behind them. */
const plain = /^[A-Za-z_$][A-Za-z_$-]{0,61}[0-9]{0,2}$/

/**
 * A JSON path without the member names that may be values. Tools key objects by ids and addresses, so only what looks
 * like the name of a field stays: up to 62 letters with at most two digits at the end, and none of the values in question.
 *
 * @param path a normalized path (RFC 9535), as `Origin.path` has it.
 * @param values what was looked for, in lower case.
 */
export function privatePath(
  path: string,
  values: readonly string[],
  digest: (text: string) => string,
): string {
  return path.replaceAll(member, (step, name: string) => {
    const lower = name.toLowerCase()
    const isField = plain.test(name) && !values.some((value) => value !== '' && lower.includes(value))
    return isField ? step : `['hmac:${digest(name)}']`
  })
}
