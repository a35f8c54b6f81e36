import type { Mask } from '../echo/mask.ts'
import type { NameKind } from '../name-kind.ts'
import { processHash, type RollingHash } from '../text/rolling-hash.ts'
import { Scanner } from '../text/scanner.ts'
import { Learner } from './learner.ts'
import { lookUp, type TokenClass } from './look-up.ts'
import { type TextSource, TextStore } from './text-store.ts'
import { TokenTable } from './token-table.ts'

/** A text of more names than this is no list of records. */
const MOST_KEYS = 1_024

/** The tokens of all texts of one corpus, each with the first place where it stands. Append-only. */
export class TokenIndex {
  readonly hash: RollingHash
  readonly texts = new TextStore()
  readonly table = new TokenTable(this.texts)
  readonly #learner = new Learner(this.table)
  #isOverfull = false
  /** Names of members that need not be learned again: records repeat them, and nothing else does so often. */
  readonly #keys = new Set<string>()

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

  /** Learns a part of a text that is kept at `base`. Gives whether the mask hid anything of it. */
  learn(
    text: string,
    from: number,
    to: number,
    base: number,
    key: NameKind,
    mask: Mask | undefined,
  ): boolean {
    this.#learner.prepare(text, base, key, mask)
    scannerOf(this.hash).scan(text, from, to, this.#learner)
    return this.#learner.hasHidden
  }

  /** Whether the name of a member was noted. */
  knowsKey(name: string): boolean {
    return this.#keys.has(name)
  }

  /** Notes the name of a member that was learned, and nothing of it left out. */
  noteKey(name: string): void {
    if (this.#keys.size < MOST_KEYS) this.#keys.add(name)
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
