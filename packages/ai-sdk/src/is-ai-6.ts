/**
 * Whether ai 6 calls: it renders errors and results otherwise than ai 7. Told by the second argument of `execute`, since
 * an app may hold both versions.
 */
export function isAi6(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'experimental_context' in options
}
