import { basename, dirname, join } from 'node:path'
import { pid } from 'node:process'
import { CHAIN_START, ChainedLines, type ChainHead } from './chain.ts'
import type { Files } from './files.ts'
import type { Waiting, WaitingGap } from './line-queue.ts'
import type { JsonlLedgerSettings } from './options.ts'
import { openSegment } from './segment.ts'
import { newSegmentName } from './segment-name.ts'
import { openStream } from './stream-target.ts'
import type { Target } from './target.ts'

/** Where a ledger stands. */
export interface WrittenHead extends ChainHead {
  /** The segment, or whatever the lines go to. */
  readonly file: string
}

/** Writes lines into segments, one after another, and begins the next one where one cannot be gone on with. */
export class LineWriter {
  readonly #settings: JsonlLedgerSettings
  readonly #files: Files
  readonly #machine: string
  readonly #keyCheck: string | undefined
  #target: Target | undefined
  #head: ChainHead = CHAIN_START
  /** The segment before this one. */
  #last: WrittenHead | undefined
  /** How many records were appended since the last time that all of them were durable. */
  #unsynced = 0
  #unsure = 0

  constructor(settings: JsonlLedgerSettings, files: Files, machine: string, keyCheck: string | undefined) {
    this.#settings = settings
    this.#files = files
    this.#machine = machine
    this.#keyCheck = keyCheck
  }

  /** Where the ledger stands; `undefined` before the first line. */
  get head(): WrittenHead | undefined {
    return this.#target && this.#head.line > 0 ? { ...this.#head, file: this.#target.name } : this.#last
  }

  /** How many records were appended to a file that was lost before they were durable. */
  get unsure(): number {
    return this.#unsure
  }

  /** Appends what waited: all of it, or, where it rejects, nothing. */
  async append(waiting: readonly Waiting[]): Promise<void> {
    const [first] = waiting
    if (!first) return
    if (this.#target && (this.#target.isBroken || this.#target.size >= this.#settings.rotateAt))
      await this.#leave(first.sequence)
    this.#target ??= await this.#open()
    const lines = new ChainedLines(this.#head)
    if (this.#head.line === 0) lines.add(JSON.stringify(this.#opening(first.sequence)))
    for (const each of waiting) lines.add(each.kind === 'entry' ? each.json : jsonOfGap(each))
    await this.#target.append(lines.bytes())
    this.#head = lines.head
    this.#unsynced += waiting.length
  }

  /** Resolves when everything that was appended is durable. */
  async sync(): Promise<void> {
    if (!this.#target || this.#unsynced === 0) return
    await this.#target.sync()
    this.#unsynced = 0
  }

  /**
   * Ends the ledger: writes its last line and closes the file. Rejects where the line could not be made durable.
   *
   * @param next the number of the record that would come next.
   * @param gap what is left out at the end.
   */
  async close(next: number, gap?: WaitingGap): Promise<void> {
    try {
      if (gap) await this.append([gap])
      if (this.#target && !this.#target.isBroken) await this.#end(this.#target, next)
    } finally {
      this.#last = this.head
      await this.#target?.close().catch(() => undefined)
      this.#target = undefined
    }
  }

  async #end(target: Target, next: number): Promise<void> {
    const lines = new ChainedLines(this.#head)
    lines.add(JSON.stringify({ kind: 'close', version: 1, sequence: next, time: new Date().toISOString() }))
    await target.append(lines.bytes())
    this.#head = lines.head
    await target.sync()
    this.#unsynced = 0
  }

  /** Leaves a segment that is full, or that cannot be written to any more. */
  async #leave(next: number): Promise<void> {
    await this.close(next).catch(() => undefined)
    // A file that failed may hold what was appended, or not.
    this.#unsure += this.#unsynced
    this.#unsynced = 0
    this.#head = CHAIN_START
  }

  async #open(): Promise<Target> {
    const { file, direct } = this.#settings
    if (direct || typeof file === 'number') return openStream(file, this.#files)
    return openSegment(join(dirname(file), newSegmentName(file, this.#machine, pid)), this.#files)
  }

  #after({ file, line, hash }: WrittenHead): object {
    return { segment: basename(file), line, hash }
  }

  #opening(sequence: number): object {
    return {
      kind: 'open',
      version: 1,
      sequence,
      time: new Date().toISOString(),
      values: this.#settings.values,
      ...(this.#keyCheck !== undefined && { keyCheck: this.#keyCheck }),
      pid,
      ...(!this.#settings.direct && this.#last && { after: this.#after(this.#last) }),
    }
  }
}

function jsonOfGap({ sequence, dropped, time, until, reason }: Waiting & { kind: 'gap' }): string {
  return JSON.stringify({ kind: 'gap', version: 1, sequence, time, dropped, until, reason })
}
