let sum = 0

/** Takes a number that was worked out, so that no compiler finds the work to be in vain. */
export function consume(result: number): void {
  sum = (sum + result) | 0
}

/** What was taken. Printing it is what makes it count. */
export function consumed(): number {
  return sum
}
