/** Beyond it the answer is that no number is enough. */
const MOST = 1e9

/**
 * How many more cases are enough, where more never do harm.
 *
 * @param isEnough whether so many more are; once `true`, it stays so.
 * @returns the fewest; `undefined` where a thousand million are not enough.
 */
export function fewestMore(isEnough: (more: number) => boolean): number | undefined {
  if (isEnough(0)) return 0
  let high = 1
  while (!isEnough(high)) {
    high *= 2
    if (high > MOST) return undefined
  }
  let low = Math.floor(high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}
