import type { TranscriptEntry } from '../transcript.ts'
import type { Arrival, TextArrival } from './arrival.ts'
import { Backlog } from './backlog.ts'
import { CallLog } from './call-log.ts'
import { EchoLedger } from './echo/echo-ledger.ts'
import { type EchoMask, joinMasks } from './echo/mask.ts'
import { EvidenceLog, type Footprint, type Place } from './evidence-log.ts'
import type { SeenWords } from './glance/seen-words.ts'
import { Sought } from './glance/sought.ts'
import type { TokenClass } from './index/look-up.ts'
import type { StoredText } from './index/text-store.ts'

/** Why a part of what the model has read is not in the corpus. */
export type Gap = 'unreadable' | 'lost'

/** A stretch as of a version. */
export interface Layer {
  readonly stretch: Stretch
  readonly version: number
}

/**
 * The part of a conversation that a corpus adds to the one it was forked from: its entries, and what was learned from
 * them. Versions are those of the whole conversation.
 */
export class Stretch {
  /** What comes before it. */
  readonly base: Layer | undefined
  /** Whether it begins with a backlog. What is learned at once looks back, so that all before it has to be learned. */
  readonly isLazy: boolean
  /** Its calls, and which were answered in it. */
  readonly log = new CallLog()
  readonly #entries: TranscriptEntry[] = []
  /** What came so far, until something is asked that takes more than a glance. */
  #backlog: Backlog | undefined
  readonly #evidence = new EvidenceLog()
  /** Made for the first words of the model: most forks never get any. */
  #ledger: EchoLedger | undefined
  readonly #gaps = new Map<Gap, number>()

  constructor(base: Layer | undefined, isLazy: boolean) {
    this.base = base
    this.isLazy = isLazy
    if (isLazy) this.#backlog = new Backlog()
  }

  /** The place of its first entry. */
  get begin(): number {
    return this.base?.version ?? 0
  }

  /** The place after its last one. */
  get end(): number {
    return this.begin + this.#entries.length
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  /** How large it is. */
  get footprint(): Footprint {
    this.#study()
    return this.#evidence.footprint
  }

  /** An entry by its number, in it or before it. */
  entry(at: number): TranscriptEntry | undefined {
    let from: Stretch = this
    while (from.base && at < from.begin) from = from.base.stretch
    return from.#entries[at - from.begin]
  }

  /** Takes in an entry, and what it brings. What cannot be read is told, and ends nothing. */
  append(entry: TranscriptEntry, arrivalOf: (at: number) => Arrival): void {
    const at = this.end
    this.#entries.push(entry)
    const arrival = this.#guarded(at, () => arrivalOf(at))
    if (this.#backlog) this.#backlog.add(arrival)
    else this.#learn(arrival, at)
    if (this.#backlog?.isFull) this.#study()
  }

  /** Notes that something is missing. */
  noteGap(gap: Gap, at: number): void {
    if (!this.#gaps.has(gap)) this.#gaps.set(gap, at)
  }

  /** Whether something of its own was missing before a version. */
  hasGap(gap: Gap, version: number): boolean {
    return (this.#gaps.get(gap) ?? Number.POSITIVE_INFINITY) < version
  }

  /** Whether it held any evidence of its own before a version. */
  hasEvidence(version: number): boolean {
    return (this.#backlog ?? this.#evidence).hasEvidence(version - this.begin)
  }

  /** Whether it held any that came up in the conversation. */
  hasLiveEvidence(version: number): boolean {
    return (this.#backlog ?? this.#evidence).hasLiveEvidence(version - this.begin)
  }

  /** This stretch and those before it, the newest first, each as of the version that counts. */
  layers(version: number): Layer[] {
    const layers: Layer[] = []
    for (let layer: Layer | undefined = { stretch: this, version }; layer; ) {
      layers.push(layer)
      const base: Layer | undefined = layer.stretch.base
      layer = base && { stretch: base.stretch, version: Math.min(layer.version, base.version) }
    }
    return layers
  }

  /** The first place of a token of that class, in it or before it. */
  locate(kind: TokenClass, token: string, version: number): Place | undefined {
    const seen = this.isLazy && kind === 'verbatim' ? this.#glanceFor(token, version) : undefined
    if (seen) return seen
    this.#study()
    return this.#find(kind, token, version)
  }

  /** All texts that are kept, in it and before it, the newest first. */
  *texts(version: number): Generator<StoredText> {
    this.#study()
    for (const { stretch, version: until } of this.layers(version))
      yield* stretch.#evidence.texts(until - stretch.begin)
  }

  /** The first place of a token, where a glance tells it. */
  #glanceFor(token: string, version: number): Place | undefined {
    const sought = Sought.of(token)
    if (!sought) return undefined
    const words: SeenWords[] = []
    for (const { stretch, version: until } of this.layers(version).reverse()) {
      const seen = stretch.#glance(sought, until, words)
      if (seen === 'unclear') return undefined
      if (seen !== 'absent') return seen
    }
    return undefined
  }

  #glance(sought: Sought, version: number, words: SeenWords[]): Place | 'absent' | 'unclear' {
    const entries = version - this.begin
    if (this.#backlog) return this.#backlog.find(sought, entries, this.begin, words)
    if (this.#ledger?.hasNotes) return 'unclear'
    return this.#evidence.find('verbatim', sought.token, entries) ?? 'absent'
  }

  #find(kind: TokenClass, token: string, version: number): Place | undefined {
    let first: Place | undefined
    let stretch: Stretch = this
    for (let limit = version; ; ) {
      // What comes before it came before all of its own.
      first = stretch.#evidence.find(kind, token, limit - stretch.begin) ?? first
      if (!stretch.base) return first
      limit = Math.min(limit, stretch.base.version)
      stretch = stretch.base.stretch
    }
  }

  #holds(token: string, version: number): boolean {
    return this.#find('verbatim', token, version) !== undefined
  }

  /** Learns what it has only taken in so far, and what comes before it first. */
  #study(): void {
    if (!this.isLazy) return
    for (const { stretch } of this.layers(this.end).reverse()) {
      const arrivals = stretch.#backlog?.arrivals ?? []
      stretch.#backlog = undefined
      for (const [at, arrival] of arrivals.entries()) stretch.#learn(arrival, stretch.begin + at)
    }
  }

  #learn(arrival: Arrival, at: number): void {
    this.#guarded(at, () => {
      if (arrival?.kind === 'text') this.#learnText(arrival, at)
      else if (arrival) {
        this.#ledger ??= new EchoLedger()
        this.#ledger.note(arrival.reading, at, (token) => this.#holds(token, at))
      }
    })
    if (this.#evidence.isFull) this.noteGap('lost', at)
    this.#evidence.end()
  }

  #learnText({ reading, isLive, isStrict, withoutOurs }: TextArrival, at: number): void {
    const masks = isStrict ? this.#masks(at) : []
    // What kind of result it is only matters where it can repeat something.
    const mask = isStrict && masks.length > 0 ? joinMasks(masks, isStrict()) : undefined
    this.#evidence.learn(reading, { entry: at, mask, withoutOurs }, isLive)
  }

  /** What the model brought up before the environment did. */
  #masks(version: number): EchoMask[] {
    const known = (token: string) => this.#holds(token, version)
    return this.layers(version).flatMap(({ stretch, version }) => stretch.#ledger?.mask(version, known) ?? [])
  }

  #guarded<Result>(at: number, work: () => Result): Result | undefined {
    try {
      return work()
    } catch {
      this.noteGap('unreadable', at)
      return undefined
    }
  }
}
