import { basename, dirname, join } from 'node:path'
import { pid } from 'node:process'
import { CHAIN_START, ChainedLines, type ChainHead } from './chain.ts'
import type { Files } from './files.ts'
import { gapOf, lastOf, type Waiting, type WaitingGap } from './line-queue.ts'
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
  /** The last line that is known to be durable. */
  #durable: WrittenHead | undefined
  /** What was appended since: the number of the first record, and how many entries. */
  #unsynced: { readonly from: number; readonly entries: number } | undefined
  /** What a file may have lost, until another one says so. */
  #inDoubt: WaitingGap | undefined
  #unsure = 0
  /** The number of the record that comes next. */
  #next = 1

  constructor(settings: JsonlLedgerSettings, files: Files, machine: string, keyCheck: string | undefined) {
    this.#settings = settings
    this.#files = files
    this.#machine = machine
    this.#keyCheck = keyCheck
  }

  /** Where the ledger stands; `undefined` before the first line. */
  get head(): WrittenHead | undefined {
    return this.#target && this.#head.line > 0 ? { ...this.#head, file: this.#target.name } : this.#durable
  }

  /** How many entries were appended to a file that was lost before they were durable. */
  get unsure(): number {
    return this.#unsure
  }

  /** Appends what waited: all of it, or, where it rejects, nothing. */
  async append(waiting: readonly Waiting[]): Promise<void> {
    if (this.#target && (this.#target.isBroken || this.#target.size >= this.#settings.rotateAt))
      await this.#leave(this.#target)
    const all = this.#inDoubt ? [this.#inDoubt, ...waiting] : waiting
    const [first] = all
    const last = all.at(-1)
    if (!first || !last) return
    this.#target ??= await this.#open()
    const lines = new ChainedLines(this.#head)
    if (this.#head.line === 0) lines.add(JSON.stringify(this.#opening(first.sequence)))
    for (const each of all) lines.add(each.kind === 'entry' ? each.json : jsonOfGap(each))
    await this.#target.append(lines.bytes())
    const { from = first.sequence, entries = 0 } = this.#unsynced ?? {}
    this.#unsynced = { from, entries: entries + all.filter(({ kind }) => kind === 'entry').length }
    this.#head = lines.head
    this.#inDoubt = undefined
    this.#next = lastOf(last) + 1
  }

  /** Resolves when everything that was appended is durable, or stands in a gap that is. */
  async sync(): Promise<void> {
    if (this.#target?.isBroken || this.#inDoubt) await this.append([])
    if (this.#target && this.#unsynced) await this.#settle(this.#target)
  }

  /**
   * Ends the ledger: writes its last line and closes the file. Rejects where the line could not be made durable.
   *
   * @param gap what is left out at the end.
   */
  async close(gap?: WaitingGap): Promise<void> {
    try {
      if (gap) await this.append([gap])
      await this.sync()
      if (this.#target) await this.#end(this.#target)
    } finally {
      if (this.#target) await this.#release(this.#target)
    }
  }

  /** Leaves a segment that is full, or that cannot be written to any more. What it took may be durable all the same. */
  async #leave(target: Target): Promise<void> {
    await (target.isBroken ? this.#settle(target) : this.#end(target)).catch(() => undefined)
    await this.#release(target)
  }

  async #end(target: Target): Promise<void> {
    const lines = new ChainedLines(this.#head)
    const time = new Date().toISOString()
    lines.add(JSON.stringify({ kind: 'close', version: 1, sequence: this.#next, time }))
    await target.append(lines.bytes())
    this.#head = lines.head
    await this.#settle(target)
  }

  async #settle(target: Target): Promise<void> {
    await target.sync()
    this.#unsynced = undefined
    this.#durable = this.head
  }

  async #release(target: Target): Promise<void> {
    if (this.#unsynced) {
      this.#unsure += this.#unsynced.entries
      const reason = 'written to a file that failed before they were durable; they may stand there'
      this.#inDoubt = gapOf(this.#unsynced.from, this.#next - 1, reason)
      this.#unsynced = undefined
    }
    await target.close().catch(() => undefined)
    this.#target = undefined
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
      ...(!this.#settings.direct && this.#durable && { after: this.#after(this.#durable) }),
    }
  }
}

function jsonOfGap({ sequence, dropped, time, until, reason }: Waiting & { kind: 'gap' }): string {
  return JSON.stringify({ kind: 'gap', version: 1, sequence, time, dropped, until, reason })
}
