/** What a ledger writes its lines to: a segment, or a pipe or device. */
export interface Target {
  /** What it is called: the path of the segment. */
  readonly name: string
  /** How many bytes of whole lines were appended. */
  readonly size: number
  /** Whether nothing can be appended any more, so that another has to be opened. */
  readonly isBroken: boolean
  /** Appends whole lines: all of them, or, where it rejects, none. */
  append(lines: Uint8Array): Promise<void>
  /** Resolves when everything that was appended is durable. */
  sync(): Promise<void>
  close(): Promise<void>
}
