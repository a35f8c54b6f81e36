import type { CorpusOptions } from '../../../src/evidence/corpus.ts'
import { isOurs, withoutNotes } from '../../../src/evidence/echo/own-answers.ts'
import { echoOf, kindOfResult } from '../../../src/evidence/echo/result-kind.ts'
import type { TokenClass } from '../../../src/evidence/index/look-up.ts'
import { Reading } from '../../../src/evidence/text/reading.ts'
import { readMarked } from '../../../src/note-marker.ts'
import type { CallEntry, ResultEntry, TaskEntry, TranscriptEntry } from '../../../src/transcript.ts'
import { canonical, withoutEscapes } from './canonical.ts'
import { leavesOf } from './json.ts'
import { NaiveLedger } from './ledger.ts'
import { type Mask, tokensOf } from './tokens.ts'

interface Learning {
  readonly mask?: Mask
  readonly leavesSupply?: boolean
  readonly withoutOurs?: ((text: string) => string) | undefined
}

/** The evidence of a whole conversation, in the plainest way: all its tokens as strings in a map for each class. */
export class NaiveCorpus {
  /** Every token, and the entry it first stood in. */
  readonly tokens = new Map<TokenClass, Map<string, number>>()
  readonly #options: CorpusOptions
  readonly #ledger = new NaiveLedger()
  readonly #calls: { readonly entry: CallEntry; isAnswered: boolean }[] = []
  /** Whether there is no evidence at all. */
  isEmpty = true

  constructor(entries: readonly TranscriptEntry[], options: CorpusOptions) {
    this.#options = options
    for (const [at, entry] of entries.entries()) {
      if (entry.kind === 'task') this.#task(entry, at)
      else if (entry.kind === 'call') this.#call(entry, at)
      else if (entry.kind === 'result') this.#result(entry, at)
    }
  }

  /** The entry that first held a token of that class. */
  find(kind: TokenClass, token: string): number | undefined {
    return this.tokens.get(kind)?.get(token)
  }

  #task({ text, role }: TaskEntry, at: number): void {
    if (this.#options.nested && role !== 'system') this.#note(text, at)
    else this.#learn(text, {}, at)
  }

  #call(entry: CallEntry, at: number): void {
    this.#note([entry.toolName, entry.args], at)
    this.#calls.unshift({ entry, isAnswered: false })
  }

  #result(entry: ResultEntry, at: number): void {
    const call = this.#calls.find((each) => each.entry.toolCallId === entry.toolCallId && !each.isAnswered)
    if (call) call.isAnswered = true
    const traits = this.#options.tools?.[entry.toolName || (call?.entry.toolName ?? '')]
    if (isOurs(entry) || (entry.author ?? traits?.author) === 'model') return
    const { intervention } = entry
    const content = intervention ? withoutNotes(entry.content) : entry.content
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    const isRecord =
      !traits?.roundTrip &&
      kindOfResult({ ...entry, content }, Reading.of(content), echoOf(Reading.ofJson(call?.entry.args))) ===
        'record'
    const withoutOurs = intervention && ((part: string) => readMarked(part).text)
    const mask = this.#ledger.mask(!isRecord, this.#knownBefore(at))
    this.#learn(text, { mask, leavesSupply: isRecord, withoutOurs }, at)
  }

  #note(written: unknown, at: number): void {
    this.#ledger.note(written, this.#knownBefore(at))
  }

  #knownBefore(at: number): (token: string) => boolean {
    return (token) => (this.find('verbatim', token) ?? at) < at
  }

  #learn(text: string, { mask, leavesSupply, withoutOurs }: Learning, at: number): void {
    const add = (kind: TokenClass, token: string) => {
      const tokens = this.tokens.get(kind) ?? new Map<string, number>()
      this.tokens.set(kind, tokens)
      if (!tokens.has(token)) tokens.set(token, at)
    }
    for (const leaf of leavesOf(text)) {
      const own = withoutOurs?.(leaf.text) ?? leaf.text
      if (own.trim() !== '') this.isEmpty = false
      const form = canonical(own)
      const readings = leaf.text.includes('\\') ? [form, withoutEscapes(form)] : [form]
      for (const reading of readings) {
        const supplies =
          leavesSupply &&
          leaf.structured &&
          !leaf.repeatsRequest &&
          reading.length <= 512 &&
          mask?.hides(reading)
        tokensOf(reading, leaf.key, supplies ? undefined : mask, add)
      }
    }
  }
}
