/**
 * The classes of tokens: each is a promise about where a token stood, and its number in a slot of the table. The ones
 * up to `STEM` are kept by their letters and digits alone, so that a look-up finds them with any separators (R12).
 */
export const Class = Object.freeze({
  /** A whole compound with a digit in it, or of several atoms. */
  COMPOUND: 1,
  /** What stood before digits in a compound (R13). */
  PREFIX: 2,
  /** Groups of digits (R11). */
  JOINED: 3,
  /** A word and a number, or an IBAN in groups. */
  SPOKEN: 4,
  /** A compound up to the digits of an id, where more follows them (R13). */
  STEM: 5,
  /** A compound that was seen before with other separators. */
  VARIANT: 6,
  /** A word of letters, an atom of a compound, or an atom-aligned prefix or suffix of a compound or run. */
  PART: 7,
  /** A word between white space that holds more than a run does. */
  WORD: 8,
  /** A number by itself, without leading zeros as far as four digits remain; not a quantity. */
  NUMBER: 9,
  /** The same, and all that an id-like key holds. */
  ID_NUMBER: 10,
  /** A number by itself under a quantity key. */
  QUANTITY: 11,
  /** Three or more digits within a compound. */
  DIGITS: 12,
  /** The digits at the end of an atom of letters, without leading zeros as far as four digits remain. */
  TAIL: 13,
})

/** The last of the classes that are kept by letters and digits alone. */
export const SQUASHED = Class.STEM
