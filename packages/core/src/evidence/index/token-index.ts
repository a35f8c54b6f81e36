import type { Mask } from '../echo/mask.ts'
import type { NameKind } from '../name-kind.ts'
import { processHash, type RollingHash } from '../text/rolling-hash.ts'
import { Scanner } from '../text/scanner.ts'
import { Learner } from './learner.ts'
import { lookUp, type TokenClass } from './look-up.ts'
import { type TextSource, TextStore } from './text-store.ts'
import { TokenTable } from './token-table.ts'

/** The tokens of all texts of one corpus, each with the first place where it stands. Append-only. */
export class TokenIndex {
  readonly hash: RollingHash
  readonly texts = new TextStore()
  readonly table = new TokenTable(this.texts)
  readonly #learner = new Learner(this.table)
  #isOverfull = false

  constructor(hash = processHash()) {
    this.hash = hash
  }

  /** Whether something was dropped because there was no room for it. */
  get isFull(): boolean {
    return this.#isOverfull || this.table.isFull
  }

  /** Keeps a text, so that parts of it can be learned. Gives its base; `undefined` when there is no room. */
  keep(text: string, source: TextSource): number | undefined {
    const base = this.texts.add(text, source)
    if (base === undefined) this.#isOverfull = true
    return base
  }

  /** Learns a part of a text that is kept at `base`. */
  learn(text: string, from: number, to: number, base: number, key: NameKind, mask: Mask | undefined): void {
    this.#learner.prepare(text, base, key, mask)
    scannerOf(this.hash).scan(text, from, to, this.#learner)
  }

  /** The first place of a token before `limit`; `-1` when there is none. */
  find(kind: TokenClass, token: string, limit: number): number {
    return lookUp(this, kind, token, limit)
  }
}

let shared: Scanner | undefined

/** A scanner is at work only while one text is learned, so one does for all. */
function scannerOf(hash: RollingHash): Scanner {
  if (shared?.hash !== hash) shared = new Scanner(hash)
  return shared
}
