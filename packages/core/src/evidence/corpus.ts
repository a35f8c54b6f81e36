import { Intervention } from '../intervention/vocabulary.ts'
import type { ResultEntry, ToolTraits, TranscriptEntry } from '../transcript.ts'
import {
  type Arrival,
  arrivalOfCall,
  arrivalOfResult,
  arrivalOfTask,
  type TextArrival,
  wordsOf,
} from './arrival.ts'
import { Backlog } from './backlog.ts'
import { CallLog, type MarkedAnswer, type PlacedCall } from './call-log.ts'
import { EchoLedger } from './echo/echo-ledger.ts'
import { type EchoMask, joinMasks } from './echo/mask.ts'
import { EvidenceLog, type Footprint, type Place } from './evidence-log.ts'
import type { SeenWords } from './glance/seen-words.ts'
import { Sought } from './glance/sought.ts'
import type { TokenClass } from './index/look-up.ts'
import type { StoredText } from './index/text-store.ts'
import type { CorpusSource } from './source.ts'

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

/** Why a part of what the model has read is not in the corpus. */
export type Gap = 'unreadable' | 'lost'

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
  /** What came so far, until something is asked that takes more than a glance. */
  #backlog: Backlog | undefined
  /** Whether it begins with a backlog. What is learned at once looks back, so that all before it has to be learned. */
  readonly #isLazy: boolean
  readonly #evidence = new EvidenceLog()
  readonly #ledger = new EchoLedger()
  readonly #log = new CallLog()
  readonly #entries: TranscriptEntry[] = []
  readonly #gaps = new Map<Gap, number>()

  constructor(options: CorpusOptions = {}, base?: Layer) {
    this.#options = options
    this.#base = base
    this.#isLazy = options.lazy || (base ? base.corpus.#isLazy : false)
    if (this.#isLazy) this.#backlog = new Backlog()
  }

  /** How many entries the corpus holds. A verdict depends on nothing but the entries up to a version. */
  get version(): number {
    return this.#begin + this.#entries.length
  }

  /** Whether it holds no evidence at all. */
  get isEmpty(): boolean {
    return !this.#layers(this.version).some(({ corpus, version }) =>
      (corpus.#backlog ?? corpus.#evidence).hasEvidence(version - corpus.#begin),
    )
  }

  /** Whether all its evidence is instructions: no user and no tool has said anything yet (R17). */
  get isStatic(): boolean {
    return !this.#layers(this.version).some(({ corpus, version }) =>
      (corpus.#backlog ?? corpus.#evidence).hasLiveEvidence(version - corpus.#begin),
    )
  }

  /** How large it is, without what it was forked from. */
  get footprint(): Footprint {
    this.#study()
    return this.#evidence.footprint
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

  /** The corpus as of an earlier version, as a fork; all of it, when there is no such version. */
  at(version: number): Corpus {
    if (!(version >= 0 && version <= this.version)) return this.fork()
    // A fork that nobody appended to looks back at its base, so that chains of forks do not grow.
    const from = this.#base && version <= this.#begin ? this.#base.corpus : this
    return new Corpus(this.#options, { corpus: from, version })
  }

  /** Takes in the next entry of the conversation. Never throws, whatever the entry holds. */
  append(entry: TranscriptEntry): void {
    const at = this.version
    this.#entries.push(entry)
    const arrival = this.#guarded(at, () => this.#arrivalOf(entry, at))
    if (this.#backlog) this.#backlog.add(arrival)
    else this.#learn(arrival, at)
    if (this.#backlog?.isFull) this.#study()
  }

  /** The entry that first held a token of that class. */
  find(kind: TokenClass, token: string): number | undefined {
    return this.locate(kind, token)?.source.entry
  }

  /** The first place of a token of that class. */
  locate(kind: TokenClass, token: string): Place | undefined {
    const seen = this.#isLazy && kind === 'verbatim' ? this.#glanceFor(token) : undefined
    if (seen) return seen
    this.#study()
    return this.#locate(kind, token, this.version)
  }

  /**
   * All that it keeps to compare with, the newest first: also what may not be learned, because it only repeats the
   * model. So whoever finds something in a text asks {@link locate} whether it counts.
   */
  *texts(): Generator<StoredText> {
    this.#study()
    for (const { corpus, version } of this.#layers(this.version))
      yield* corpus.#evidence.texts(version - corpus.#begin)
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
    const call = this.#openCall(toolCallId, this.version)
    return call && call.at >= at && call.at < end && call.entry.toolName === toolName ? this.at(at) : this
  }

  /** Whether it certainly holds the same evidence as another: both end at one place of one corpus, but for calls. */
  endsLike(other: Corpus): boolean {
    const [mine, its] = [this.#end, other.#end]
    return mine.corpus === its.corpus && mine.version === its.version
  }

  /** An entry by its number. */
  entry(at: number): TranscriptEntry | undefined {
    let corpus: Corpus = this
    while (corpus.#base && at < corpus.#begin) corpus = corpus.#base.corpus
    return corpus.#entries[at - corpus.#begin]
  }

  /** How many corpora a look-up goes through: this one, and those that it was forked from. */
  get depth(): number {
    return this.#layers(this.version).length
  }

  /** What kind of evidence an entry is. */
  sourceOf(at: number): CorpusSource {
    return this.entry(at)?.kind === 'task' ? 'TASK_TEXT' : 'TOOL_RESULT'
  }

  /** Where it ends in the corpus that holds its last entries. Calls are no evidence. */
  get #end(): Layer {
    const { corpus, version } = (this.#entries.length === 0 && this.#base) || {
      corpus: this,
      version: this.version,
    }
    let end = version
    while (corpus.entry(end - 1)?.kind === 'call') end--
    return { corpus, version: end }
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

  #locate(kind: TokenClass, token: string, version: number): Place | undefined {
    let first: Place | undefined
    let corpus: Corpus = this
    for (let limit = version; ; ) {
      // What a corpus was forked from came before all of its own.
      first = corpus.#evidence.find(kind, token, limit - corpus.#begin) ?? first
      if (!corpus.#base) return first
      limit = Math.min(limit, corpus.#base.version)
      corpus = corpus.#base.corpus
    }
  }

  #holds(token: string, version: number): boolean {
    return this.#locate('verbatim', token, version) !== undefined
  }

  /** The first place of a token, where a glance tells it. */
  #glanceFor(token: string): Place | undefined {
    const sought = Sought.of(token)
    if (!sought) return undefined
    const words: SeenWords[] = []
    for (const { corpus, version } of this.#layers(this.version).reverse()) {
      const seen = corpus.#glance(sought, version, words)
      if (seen === 'unclear') return undefined
      if (seen !== 'absent') return seen
    }
    return undefined
  }

  #glance(sought: Sought, version: number, words: SeenWords[]): Place | 'absent' | 'unclear' {
    const entries = version - this.#begin
    if (this.#backlog) return this.#backlog.find(sought, entries, this.#begin, words)
    if (this.#ledger.hasNotes) return 'unclear'
    return this.#evidence.find('verbatim', sought.token, entries) ?? 'absent'
  }

  /** Learns what it has only taken in so far, and what it was forked from before that. */
  #study(): void {
    if (!this.#isLazy) return
    for (const { corpus } of this.#layers(this.version).reverse()) {
      const arrivals = corpus.#backlog?.arrivals ?? []
      corpus.#backlog = undefined
      for (const [at, arrival] of arrivals.entries()) corpus.#learn(arrival, corpus.#begin + at)
    }
  }

  #learn(arrival: Arrival, at: number): void {
    this.#guarded(at, () => {
      if (arrival?.kind === 'text') this.#learnText(arrival, at)
      else if (arrival) this.#ledger.note(arrival.reading, at, (token) => this.#holds(token, at))
    })
    if (this.#evidence.isFull) this.#noteGap('lost', at)
    this.#evidence.end()
  }

  #learnText({ reading, isLive, isStrict, withoutOurs }: TextArrival, at: number): void {
    const masks = isStrict ? this.#masks(at) : []
    // What kind of result it is only matters where it can repeat something.
    const mask = isStrict && masks.length > 0 ? joinMasks(masks, isStrict()) : undefined
    this.#evidence.learn(reading, { entry: at, mask, withoutOurs }, isLive)
  }

  #arrivalOf(entry: TranscriptEntry, at: number): Arrival {
    if (entry.kind === 'result') return this.#answer(entry, at)
    if (entry.kind === 'task')
      return this.#options.nested && entry.role !== 'system' ? wordsOf(entry.text) : arrivalOfTask(entry)
    if (entry.kind === 'call') {
      const arrival = arrivalOfCall(entry)
      this.#log.add(entry, at)
      return arrival
    }
    this.#noteGap(entry.reason, at)
    return undefined
  }

  #answer(entry: ResultEntry, at: number): Arrival {
    const { intervention } = entry
    const call = this.#openCall(entry.toolCallId, at)
    if (call) this.#log.answer(call, at)
    if (call && intervention && intervention !== Intervention.OBSERVE)
      this.#log.mark(Object.freeze({ call: call.entry, intervention, evidence: this.at(call.at) }), at)
    // Frameworks do not always say which tool a result is of; the call it answers does.
    const traits = this.traitsOf(entry.toolName || (call?.entry.toolName ?? ''))
    const arrival = arrivalOfResult(entry, call?.entry.args, traits)
    if (arrival?.reading.isPartial) this.#noteGap('unreadable', at)
    return arrival
  }

  /** What the model brought up before the environment did. */
  #masks(version: number): EchoMask[] {
    const known = (token: string) => this.#holds(token, version)
    return this.#layers(version).flatMap(({ corpus, version }) => corpus.#ledger.mask(version, known) ?? [])
  }

  /** The latest call of that id that is not answered yet. */
  #openCall(toolCallId: string, version: number): PlacedCall | undefined {
    const layers = this.#layers(version)
    return layers
      .flatMap((layer) => layer.corpus.#log.callsOf(toolCallId, layer.version))
      .find(({ at }) => !layers.some((layer) => layer.corpus.#log.isAnswered(at, layer.version)))
  }

  /** What cannot be read is told, and ends nothing. */
  #guarded<Result>(at: number, work: () => Result): Result | undefined {
    try {
      return work()
    } catch {
      this.#noteGap('unreadable', at)
      return undefined
    }
  }

  #noteGap(gap: Gap, at: number): void {
    if (!this.#gaps.has(gap)) this.#gaps.set(gap, at)
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
