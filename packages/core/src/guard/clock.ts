/** Milliseconds from some beginning, as fine as the runtime tells. For durations alone: the beginning means nothing. */
export const now: () => number =
  typeof performance === 'object' && typeof performance.now === 'function'
    ? performance.now.bind(performance)
    : Date.now
