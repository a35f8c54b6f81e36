/** A fault of what was asked for or of what was read: its message is a sentence for the person at the terminal. */
export class AccuracyError extends Error {
  override readonly name = 'AccuracyError'
}
