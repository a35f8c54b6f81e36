/** A package as a message names it. */
export function ownerOf(packageName: string): string {
  return packageName === '.' ? 'this package' : `package ${packageName}`
}
