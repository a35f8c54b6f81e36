import { Intervention } from '../intervention/vocabulary.ts'
import { readMarked } from '../note-marker.ts'
import type { CallEntry, ResultEntry, TaskEntry, ToolTraits, TranscriptEntry } from '../transcript.ts'
import { CallLog, type MarkedAnswer, type PlacedCall } from './call-log.ts'
import { canonical, readingsOf } from './canonical.ts'
import { EchoLedger, joinMasks } from './echo-ledger.ts'
import { walkLeaves } from './leaves.ts'
import type { NameKind } from './name-kind.ts'
import { isOurs, withoutNotes } from './own-answers.ts'
import { echoOf, kindOfResult } from './result-kind.ts'
import type { CorpusSource } from './source.ts'
import { type Mask, type TokenClass, TokenIndex } from './token-index.ts'

/** What a corpus needs to know about the tools of the conversation. */
export interface CorpusOptions {
  /** Traits by tool name. */
  readonly tools?: Readonly<Record<string, ToolTraits>>
  /** Whether what looks like the user's words is written by the model of an outer run: then it is no evidence. */
  readonly nested?: boolean
}

/** Why a part of what the model has read is not in the corpus. */
export type Gap = 'unreadable' | 'lost'

/** What the model brought up first is learned always, where it is an entire leaf of a record, or never. */
type Masking = 'none' | 'within-text' | 'everywhere'

/** A corpus as of a version. */
interface Layer {
  readonly corpus: Corpus
  readonly version: number
}

/**
 * The evidence of a conversation: what the environment and the user wrote, and nothing that a model wrote. It only
 * grows. A fork costs nothing: it looks back at the corpus it was forked from, as of that version.
 */
export class Corpus {
  readonly #options: CorpusOptions
  readonly #base: Layer | undefined
  readonly #index = new TokenIndex()
  readonly #ledger = new EchoLedger()
  readonly #log = new CallLog()
  readonly #entries: TranscriptEntry[] = []
  readonly #gaps = new Map<Gap, number>()
  #firstEvidence = Number.POSITIVE_INFINITY
  #firstDynamic = Number.POSITIVE_INFINITY

  constructor(options: CorpusOptions = {}, base?: Layer) {
    this.#options = options
    this.#base = base
  }

  /** How many entries the corpus holds. A verdict depends on nothing but the entries up to a version. */
  get version(): number {
    return this.#begin + this.#entries.length
  }

  /** Whether it holds no evidence at all. */
  get isEmpty(): boolean {
    return !this.#layers(this.version).some(({ corpus, version }) => corpus.#firstEvidence < version)
  }

  /** Whether neither the user nor a tool has said anything yet, and all evidence is instructions (R17). */
  get isStatic(): boolean {
    return !this.#layers(this.version).some(({ corpus, version }) => corpus.#firstDynamic < version)
  }

  /** The answers of ours in the conversation, the oldest first. */
  get markedAnswers(): readonly MarkedAnswer[] {
    const layers = this.#layers(this.version).reverse()
    return layers.flatMap(({ corpus, version }) => corpus.#log.markedBefore(version))
  }

  /** Whether something the model has read is missing here, so that an absence proves less, or nothing. */
  hasGap(gap: Gap): boolean {
    return this.#layers(this.version).some(
      ({ corpus, version }) => (corpus.#gaps.get(gap) ?? Number.POSITIVE_INFINITY) < version,
    )
  }

  /** Traits of a tool. */
  traitsOf(toolName: string): ToolTraits | undefined {
    const { tools } = this.#options
    return tools && Object.hasOwn(tools, toolName) ? tools[toolName] : undefined
  }

  /** A corpus of its own that begins with what this one holds now. */
  fork(): Corpus {
    return this.at(this.version)
  }

  /** The corpus as of an earlier version, as a fork. */
  at(version: number): Corpus {
    // A fork that nobody appended to looks back at its base, so that chains of forks do not grow.
    const from = this.#base && version <= this.#begin ? this.#base.corpus : this
    return new Corpus(this.#options, { corpus: from, version })
  }

  /** Takes in the next entry of the conversation. Never throws, whatever the entry holds. */
  append(entry: TranscriptEntry): void {
    const at = this.version
    this.#entries.push(entry)
    try {
      if (entry.kind === 'task') this.#appendTask(entry, at)
      else if (entry.kind === 'call') this.#appendCall(entry, at)
      else if (entry.kind === 'result') this.#appendResult(entry, at)
      else this.#noteGap(entry.reason, at)
    } catch {
      this.#noteGap('unreadable', at)
    }
  }

  /** The entry that first held a token of that class. */
  find(kind: TokenClass, token: string): number | undefined {
    return this.#find(kind, token, this.version)
  }

  /** An entry by its number. */
  entry(at: number): TranscriptEntry | undefined {
    return at < this.#begin ? this.#base?.corpus.entry(at) : this.#entries[at - this.#begin]
  }

  /** What kind of evidence an entry is. */
  sourceOf(at: number): CorpusSource {
    return this.entry(at)?.kind === 'task' ? 'TASK_TEXT' : 'TOOL_RESULT'
  }

  /** The place of the first entry of its own. */
  get #begin(): number {
    return this.#base?.version ?? 0
  }

  /** This corpus and those it was forked from, the newest first, each as of the version that counts. */
  #layers(version: number): Layer[] {
    const layers: Layer[] = []
    for (let layer: Layer | undefined = { corpus: this, version }; layer; ) {
      layers.push(layer)
      const base: Layer | undefined = layer.corpus.#base
      layer = base && { corpus: base.corpus, version: Math.min(layer.version, base.version) }
    }
    return layers
  }

  #find(kind: TokenClass, token: string, version: number): number | undefined {
    let first: number | undefined
    for (const layer of this.#layers(version))
      first = layer.corpus.#index.find(kind, token, layer.version) ?? first
    return first
  }

  #appendTask({ text, role }: TaskEntry, at: number): void {
    if (this.#options.nested && role !== 'system') {
      this.#ledger.note(text, at, (token) => this.#find('verbatim', token, at) !== undefined)
      return
    }
    // R28: what the user says counts even where it repeats the model.
    const says = this.#learn(text, at, 'none')
    if (says && role !== 'system') this.#firstDynamic = Math.min(this.#firstDynamic, at)
  }

  #appendCall(entry: CallEntry, at: number): void {
    // The name of the tool is the model's word as well: an answer that says there is no such tool repeats it.
    const written = [entry.toolName, entry.args]
    this.#ledger.note(written, at, (token) => this.#find('verbatim', token, at) !== undefined)
    this.#log.add(entry, at)
  }

  #appendResult(entry: ResultEntry, at: number): void {
    const { intervention } = entry
    const call = this.#openCall(entry.toolCallId, at)
    if (call) this.#log.answer(call, at)
    if (call && intervention && intervention !== Intervention.OBSERVE)
      this.#log.mark(Object.freeze({ call: call.entry, intervention, evidence: this.at(call.at) }), at)
    // Frameworks do not always say which tool a result is of; the call it answers does.
    const traits = this.traitsOf(entry.toolName || (call?.entry.toolName ?? ''))
    if (isOurs(entry) || (entry.author ?? traits?.author) === 'model') return
    const content = intervention ? withoutNotes(entry.content) : entry.content
    const kind = kindOfResult({ ...entry, content }, echoOf(call?.entry.args))
    const masking = kind === 'record' && !traits?.roundTrip ? 'within-text' : 'everywhere'
    if (this.#learn(content, at, masking, intervention)) this.#firstDynamic = Math.min(this.#firstDynamic, at)
  }

  /** Learns what an entry says, and tells whether it says anything. */
  #learn(content: unknown, at: number, masking: Masking, intervention?: Intervention): boolean {
    let says = false
    const mask = masking === 'none' ? undefined : this.#mask(at, masking === 'everywhere')
    const learn = (given: string, key: NameKind, leaf: boolean) => {
      const text = intervention ? readMarked(given).text : given
      if (text.trim() === '') return
      says = true
      this.#firstEvidence = Math.min(this.#firstEvidence, at)
      const form = canonical(text)
      // R27: what the model brought up is learned where a record holds it as an entire leaf.
      const supplies = masking === 'within-text' && leaf && mask?.hides(form)
      for (const reading of readingsOf(form)) this.#index.learn(reading, key, at, supplies ? undefined : mask)
    }
    walkLeaves(content, {
      leaf: ({ text, key, structured, repeatsRequest }) => learn(text, key, structured && !repeatsRequest),
      key: (name) => learn(name, 'neutral', true),
      unreadable: () => this.#noteGap('unreadable', at),
    })
    if (this.#index.isFull) this.#noteGap('lost', at)
    return says
  }

  /**
   * What the model brought up before the environment did.
   *
   * @param repeatsOnly whether longer forms of such a token are its echo as well: in an error, and not in a record.
   */
  #mask(version: number, repeatsOnly: boolean): Mask | undefined {
    const known = (token: string) => this.#find('verbatim', token, version) !== undefined
    const masks = this.#layers(version).flatMap(
      (layer) => layer.corpus.#ledger.mask(layer.version, known) ?? [],
    )
    return masks.length > 0 ? joinMasks(masks, repeatsOnly) : undefined
  }

  /** The latest call of that id that is not answered yet. */
  #openCall(toolCallId: string, version: number): PlacedCall | undefined {
    const layers = this.#layers(version)
    return layers
      .flatMap((layer) => layer.corpus.#log.callsOf(toolCallId, layer.version))
      .find(({ at }) => !layers.some((layer) => layer.corpus.#log.isAnswered(at, layer.version)))
  }

  #noteGap(gap: Gap, at: number): void {
    if (!this.#gaps.has(gap)) this.#gaps.set(gap, at)
  }
}

/** A corpus of a whole conversation. */
export function corpusOf(entries: Iterable<TranscriptEntry>, options?: CorpusOptions): Corpus {
  const corpus = new Corpus(options)
  for (const entry of entries) corpus.append(entry)
  return corpus
}
