import type { Path, Place } from './place.ts'

/** Which end of `key = value` a message is about. */
export type End = 'key' | 'value'

/** A configuration file that was read, and where everything stands in it. */
export interface ConfigDocument {
  readonly value: unknown
  /** Where a key or a value stands; the nearest thing around it where it is not there. `undefined` where unknown. */
  locate(path: Path, end: End): Promise<Place | undefined>
}
