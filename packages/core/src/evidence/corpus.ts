import { Intervention } from '../intervention/vocabulary.ts'
import type { ResultEntry, ToolTraits, TranscriptEntry } from '../transcript.ts'
import { type Arrival, arrivalOfCall, arrivalOfResult, arrivalOfTask, wordsOf } from './arrival.ts'
import type { MarkedAnswer, PlacedCall } from './call-log.ts'
import type { Footprint, Place } from './evidence-log.ts'
import type { TokenClass } from './index/look-up.ts'
import type { StoredText } from './index/text-store.ts'
import type { CorpusSource } from './source.ts'
import { type Gap, type Layer, Stretch } from './stretch.ts'

/** What a corpus needs to know about the tools of the conversation. */
export interface CorpusOptions {
  /** Traits by tool name. */
  readonly tools?: Readonly<Record<string, ToolTraits>>
  /** Whether what looks like the user's words is written by the model of an outer run: then it is no evidence. */
  readonly nested?: boolean
  /**
   * Whether entries are learned only once something is asked that takes more than a glance at their text. The answers are
   * the same. For recordings, most of which are asked little. `false` by default: in a conversation that goes on, some
   * call would have to wait until all is learned. What continues a lazy corpus is lazy.
   */
  readonly lazy?: boolean
}

/**
 * The evidence of a conversation: what the environment and the user wrote, and nothing that a model wrote. It only
 * grows. A fork costs nothing: it looks back at the corpus it was forked from, as of that version.
 */
export class Corpus {
  readonly #options: CorpusOptions
  readonly #base: { readonly corpus: Corpus; readonly version: number } | undefined
  readonly #stretch: Stretch

  constructor(options: CorpusOptions = {}, base?: { readonly corpus: Corpus; readonly version: number }) {
    this.#options = options
    this.#base = base
    const before = base && { stretch: base.corpus.#stretch, version: base.version }
    this.#stretch = new Stretch(before, options.lazy || (before?.stretch.isLazy ?? false))
  }

  /** How many entries the corpus holds. A verdict depends on nothing but the entries up to a version. */
  get version(): number {
    return this.#stretch.end
  }

  /** Whether it holds no evidence at all. */
  get isEmpty(): boolean {
    return !this.#layers().some(({ stretch, version }) => stretch.hasEvidence(version))
  }

  /** Whether all its evidence is instructions: no user and no tool has said anything yet (R17). */
  get isStatic(): boolean {
    return !this.#layers().some(({ stretch, version }) => stretch.hasLiveEvidence(version))
  }

  /** How large it is, without what it was forked from. */
  get footprint(): Footprint {
    return this.#stretch.footprint
  }

  /** The answers of ours in the conversation, the oldest first. */
  get markedAnswers(): readonly MarkedAnswer[] {
    return this.#layers()
      .reverse()
      .flatMap(({ stretch, version }) => stretch.log.markedBefore(version))
  }

  /** Whether something the model has read is missing here, so that an absence proves less, or nothing. */
  hasGap(gap: Gap): boolean {
    return this.#layers().some(({ stretch, version }) => stretch.hasGap(gap, version))
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

  /** The corpus as of an earlier version, as a fork; all of it, when there is no such version. */
  at(version: number): Corpus {
    if (!(version >= 0 && version <= this.version)) return this.fork()
    // A fork that nobody appended to looks back at its base, so that chains of forks do not grow.
    const from = this.#base && version <= this.#stretch.begin ? this.#base.corpus : this
    return new Corpus(this.#options, { corpus: from, version })
  }

  /** Takes in the next entry of the conversation. Never throws, whatever the entry holds. */
  append(entry: TranscriptEntry): void {
    this.#stretch.append(entry, (at) => this.#arrivalOf(entry, at))
  }

  /** The entry that first held a token of that class. */
  find(kind: TokenClass, token: string): number | undefined {
    return this.locate(kind, token)?.source.entry
  }

  /** The first place of a token of that class. */
  locate(kind: TokenClass, token: string): Place | undefined {
    return this.#stretch.locate(kind, token, this.version)
  }

  /**
   * All that it keeps to compare with, the newest first: also what may not be learned, because it only repeats the
   * model. So whoever finds something in a text asks {@link locate} whether it counts.
   */
  texts(): Generator<StoredText> {
    return this.#stretch.texts(this.version)
  }

  /**
   * The corpus as the model saw it when it made a call of the latest step: without what came back since for the other
   * calls of that step (R21). This corpus, when the latest step holds no such call that waits for its answer.
   */
  asOfCall(toolCallId: string, toolName: string): Corpus {
    let at = this.version
    while (isAnswer(this.entry(at - 1))) at--
    const end = at
    while (this.entry(at - 1)?.kind === 'call') at--
    const call = this.#openCall(toolCallId)
    return call && call.at >= at && call.at < end && call.entry.toolName === toolName ? this.at(at) : this
  }

  /** Whether it certainly holds the same evidence as another: both end at one place of one corpus, but for calls. */
  endsLike(other: Corpus): boolean {
    const [mine, its] = [this.#end, other.#end]
    return mine.stretch === its.stretch && mine.version === its.version
  }

  /** An entry by its number. */
  entry(at: number): TranscriptEntry | undefined {
    return this.#stretch.entry(at)
  }

  /** How many corpora a look-up goes through: this one, and those that it was forked from. */
  get depth(): number {
    return this.#layers().length
  }

  /** What kind of evidence an entry is. */
  sourceOf(at: number): CorpusSource {
    return this.entry(at)?.kind === 'task' ? 'TASK_TEXT' : 'TOOL_RESULT'
  }

  /** Where it ends in the stretch that holds its last entries. Calls are no evidence. */
  get #end(): Layer {
    const { base, isEmpty } = this.#stretch
    const { stretch, version } = (isEmpty && base) || { stretch: this.#stretch, version: this.version }
    let end = version
    while (stretch.entry(end - 1)?.kind === 'call') end--
    return { stretch, version: end }
  }

  #layers(): Layer[] {
    return this.#stretch.layers(this.version)
  }

  #arrivalOf(entry: TranscriptEntry, at: number): Arrival {
    if (entry.kind === 'result') return this.#answer(entry, at)
    if (entry.kind === 'task')
      return this.#options.nested && entry.role !== 'system' ? wordsOf(entry.text) : arrivalOfTask(entry)
    if (entry.kind === 'call') {
      const arrival = arrivalOfCall(entry)
      this.#stretch.log.add(entry, at)
      return arrival
    }
    this.#stretch.noteGap(entry.reason, at)
    return undefined
  }

  #answer(entry: ResultEntry, at: number): Arrival {
    const { intervention } = entry
    const { log } = this.#stretch
    const call = this.#openCall(entry.toolCallId)
    if (call) log.answer(call, at)
    if (call && intervention && intervention !== Intervention.OBSERVE)
      log.mark(Object.freeze({ call: call.entry, intervention, evidence: this.at(call.at) }), at)
    // Frameworks do not always say which tool a result is of; the call it answers does.
    const traits = this.traitsOf(entry.toolName || (call?.entry.toolName ?? ''))
    const arrival = arrivalOfResult(entry, call?.entry.args, traits)
    if (arrival?.reading.isPartial) this.#stretch.noteGap('unreadable', at)
    return arrival
  }

  /** The latest call of that id that is not answered yet. */
  #openCall(toolCallId: string): PlacedCall | undefined {
    const layers = this.#layers()
    return layers
      .flatMap(({ stretch, version }) => stretch.log.callsOf(toolCallId, version))
      .find(({ at }) => !layers.some(({ stretch, version }) => stretch.log.isAnswered(at, version)))
  }
}

/** What comes after the calls of a step: answers, and the parts of them that cannot be read. */
function isAnswer(entry: TranscriptEntry | undefined): boolean {
  return entry?.kind === 'result' || entry?.kind === 'opaque'
}

/** A corpus of a whole conversation. */
export function corpusOf(entries: Iterable<TranscriptEntry>, options?: CorpusOptions): Corpus {
  const corpus = new Corpus(options)
  for (const entry of entries) corpus.append(entry)
  return corpus
}
