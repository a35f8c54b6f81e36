/** The part of jstat that is used. It comes without types. */
declare module 'jstat' {
  const jstat: {
    readonly jStat: {
      readonly beta: {
        /** The inverse of the regularised incomplete beta function. */
        inv(p: number, alpha: number, beta: number): number
      }
    }
  }
  export default jstat
}
