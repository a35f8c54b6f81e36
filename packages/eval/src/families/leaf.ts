/** The keys and indices that lead to a value of a call's arguments. The first is the name of an argument. */
export type Path = readonly (string | number)[]

/** A value that may be an id. */
export type LeafValue = string | number

/** A string or a number within the arguments of a call. */
export interface Leaf {
  readonly path: Path
  readonly value: LeafValue
}
