import { hash } from 'node:crypto'
import { NO_LINE } from '../../ledger/ledger-line.ts'

/** SHA-256 in hex of a line, without the line feed that ends it. */
export function hashOfLine(line: string | Uint8Array): string {
  return hash('sha256', line, 'hex')
}

/** The place in a chain of lines: how many there are, and the hash of the last one. */
export interface ChainHead {
  readonly line: number
  readonly hash: string
}

/** Before the first line. */
export const CHAIN_START: ChainHead = { line: 0, hash: NO_LINE }

/** Adds lines to a chain: nothing is changed but what is returned, so that lines that were not written can be left out. */
export class ChainedLines {
  #head: ChainHead
  readonly #lines: string[] = []

  constructor(head: ChainHead) {
    this.#head = head
  }

  get head(): ChainHead {
    return this.#head
  }

  /** @param json an object that is not empty, in one line. */
  add(json: string): void {
    const line = `{"previous":"${this.#head.hash}",${json.slice(1)}`
    this.#lines.push(line, '\n')
    this.#head = { line: this.#head.line + 1, hash: hashOfLine(line) }
  }

  /** All lines, in UTF-8. */
  bytes(): Uint8Array {
    return new TextEncoder().encode(this.#lines.join(''))
  }
}
