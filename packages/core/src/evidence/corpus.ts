import { Intervention } from '../intervention/vocabulary.ts'
import { readMarked } from '../note-marker.ts'
import type { CallEntry, ResultEntry, TaskEntry, ToolTraits, TranscriptEntry } from '../transcript.ts'
import { canonical } from './canonical.ts'
import { EchoLedger } from './echo-ledger.ts'
import { walkLeaves } from './leaves.ts'
import type { NameKind } from './name-kind.ts'
import { kindOfResult } from './result-kind.ts'
import type { CorpusSource } from './source.ts'
import { type Mask, type TokenClass, TokenIndex } from './token-index.ts'
import { squashed, textOf } from './tokens.ts'

/** What a corpus needs to know about the tools of the conversation. */
export interface CorpusOptions {
  /** Traits by tool name. */
  readonly tools?: Readonly<Record<string, ToolTraits>>
}

/** An answer in the conversation that Handrail had a hand in. */
export interface MarkedAnswer {
  /** The call it answers. */
  readonly call: CallEntry
  /** The rung the answer was marked with. */
  readonly intervention: Intervention
  /** The evidence as of that call. */
  readonly evidence: Corpus
}

/** Why a part of what the model has read is not in the corpus. */
export type Gap = 'unreadable' | 'lost'

/** A call and its place in the conversation. */
interface PlacedCall {
  readonly entry: CallEntry
  readonly at: number
}

/** Which masking a text gets: what the model brought up first is learned always, from whole leaves only, or never. */
type Masking = 'none' | 'within-text' | 'everywhere'

/**
 * The evidence of a conversation: what the environment and the user wrote, and nothing that a model wrote. It only
 * grows. A fork costs nothing, and looks back at the part it was forked from.
 */
export class Corpus {
  readonly #options: CorpusOptions
  readonly #base: { readonly corpus: Corpus; readonly version: number } | undefined
  readonly #index = new TokenIndex()
  readonly #ledger = new EchoLedger()
  readonly #entries: TranscriptEntry[] = []
  readonly #calls = new Map<string, PlacedCall[]>()
  /** When each call was answered, by the place of the call. */
  readonly #answeredAt = new Map<number, number>()
  readonly #answers: { readonly at: number; readonly answer: MarkedAnswer }[] = []
  readonly #gaps = new Map<Gap, number>()
  #firstEvidence = Number.POSITIVE_INFINITY

  constructor(options: CorpusOptions = {}, base?: { readonly corpus: Corpus; readonly version: number }) {
    this.#options = options
    this.#base = base
  }

  /** How many entries the corpus holds. A verdict depends on nothing but the entries up to a version. */
  get version(): number {
    return (this.#base?.version ?? 0) + this.#entries.length
  }

  /** Whether it holds no evidence at all. */
  get isEmpty(): boolean {
    return !this.#hasEvidence(this.version)
  }

  /** Traits of a tool. */
  traitsOf(toolName: string): ToolTraits | undefined {
    const { tools } = this.#options
    return tools && Object.hasOwn(tools, toolName) ? tools[toolName] : undefined
  }

  /** The answers of ours in the conversation, the oldest first. */
  get markedAnswers(): readonly MarkedAnswer[] {
    return this.#answersBefore(this.version)
  }

  /** Whether something the model has read is missing here, so that an absence proves less, or nothing. */
  hasGap(gap: Gap): boolean {
    return this.#hasGap(gap, this.version)
  }

  /** A corpus of its own that begins with what this one holds now. */
  fork(): Corpus {
    return this.at(this.version)
  }

  /** The corpus as of an earlier version, as a fork. */
  at(version: number): Corpus {
    const own = this.#base?.version ?? 0
    // A fork that nobody appended to stands for its base, so that chains of forks do not grow.
    if (this.#base && version <= own) return this.#base.corpus.at(Math.min(version, own))
    return new Corpus(this.#options, { corpus: this, version })
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
    const own = this.#base?.version ?? 0
    return at < own ? this.#base?.corpus.entry(at) : this.#entries[at - own]
  }

  /** What kind of evidence an entry is. */
  sourceOf(at: number): CorpusSource {
    return this.entry(at)?.kind === 'task' ? 'TASK_TEXT' : 'TOOL_RESULT'
  }

  #appendTask({ text }: TaskEntry, at: number): void {
    // R28: what the user says counts even where it repeats the model.
    this.#learn(text, at, 'none')
  }

  #appendCall(entry: CallEntry, at: number): void {
    const version = this.version
    this.#ledger.note(entry.args, at, (token) => this.#find('verbatim', token, version) !== undefined)
    const calls = this.#calls.get(entry.toolCallId)
    if (calls) calls.push({ entry, at })
    else this.#calls.set(entry.toolCallId, [{ entry, at }])
  }

  #appendResult(entry: ResultEntry, at: number): void {
    const call = this.#openCall(entry.toolCallId, at)
    if (call) this.#answeredAt.set(call.at, at)
    const { intervention } = entry
    if (call && intervention && intervention !== Intervention.OBSERVE) {
      const answer = Object.freeze({ call: call.entry, intervention, evidence: this.at(call.at) })
      this.#answers.push({ at, answer })
    }
    // Frameworks do not always say which tool a result is of; the call it answers does.
    const toolName = entry.toolName || (call?.entry.toolName ?? '')
    const traits = this.traitsOf(toolName)
    if (isOurs(entry) || (entry.author ?? traits?.author) === 'model') return
    const content = intervention ? withoutNotes(entry.content) : entry.content
    const kind = kindOfResult({ ...entry, content }, echoOf(call?.entry.args))
    this.#learn(
      content,
      at,
      kind === 'record' && !traits?.roundTrip ? 'within-text' : 'everywhere',
      intervention,
    )
  }

  #learn(content: unknown, at: number, masking: Masking, intervention?: Intervention): void {
    const mask = masking === 'none' ? undefined : this.#mask(at)
    const learn = (given: string, key: NameKind, leaf: boolean) => {
      const text = intervention ? readMarked(given).text : given
      if (text.trim() === '') return
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
  }

  /** What the model brought up before the environment did, here and in the part this corpus was forked from. */
  #mask(version: number): Mask | undefined {
    const masks: Mask[] = []
    for (let corpus: Corpus = this, before = version; ; ) {
      const mask = corpus.#ledger.mask(before)
      if (mask) masks.push(mask)
      const base = corpus.#base
      if (!base) break
      before = Math.min(before, base.version)
      corpus = base.corpus
    }
    if (masks.length === 0) return undefined
    const known = (token: string) => this.#find('verbatim', token, version) !== undefined
    return {
      hides: (token) => masks.some((mask) => mask.hides(token)) && !known(token),
      blocks: (compound) => masks.some((mask) => mask.blocks(compound)) && !known(textOf(compound)),
    }
  }

  #find(kind: TokenClass, token: string, version: number): number | undefined {
    const inherited = this.#inBase(version, (base, before) => base.#find(kind, token, before))
    return inherited ?? this.#index.find(kind, token, version)
  }

  /** The latest call of that id that is not answered yet. */
  #openCall(toolCallId: string, version: number): PlacedCall | undefined {
    for (let corpus: Corpus = this, before = version; ; ) {
      const open = corpus.#calls
        .get(toolCallId)
        ?.findLast(({ at }) => at < before && !this.#isAnswered(at, version))
      if (open) return open
      const base = corpus.#base
      if (!base) return undefined
      before = Math.min(before, base.version)
      corpus = base.corpus
    }
  }

  #isAnswered(call: number, version: number): boolean {
    const answeredAt = this.#answeredAt.get(call)
    if (answeredAt !== undefined && answeredAt < version) return true
    return this.#inBase(version, (base, before) => base.#isAnswered(call, before)) ?? false
  }

  #answersBefore(version: number): readonly MarkedAnswer[] {
    const inherited = this.#inBase(version, (base, before) => base.#answersBefore(before)) ?? []
    const own = this.#answers.filter(({ at }) => at < version).map(({ answer }) => answer)
    return own.length === 0 ? inherited : [...inherited, ...own]
  }

  #hasEvidence(version: number): boolean {
    if (this.#firstEvidence < version) return true
    return this.#inBase(version, (base, before) => base.#hasEvidence(before)) ?? false
  }

  #hasGap(gap: Gap, version: number): boolean {
    if ((this.#gaps.get(gap) ?? Number.POSITIVE_INFINITY) < version) return true
    return this.#inBase(version, (base, before) => base.#hasGap(gap, before)) ?? false
  }

  /** Asks the part this corpus was forked from. */
  #inBase<T>(version: number, ask: (base: Corpus, before: number) => T): T | undefined {
    const base = this.#base
    return base && ask(base.corpus, Math.min(version, base.version))
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

/** R23: an answer that we wrote ourselves, by the adapter's word or by our own mark on the object. */
function isOurs({ intervention, content }: ResultEntry): boolean {
  if (intervention === Intervention.BLOCK || intervention === Intervention.DEFER) return true
  try {
    return typeof content === 'object' && content !== null && 'handrail_blocked' in content
  } catch {
    return false
  }
}

function withoutNotes(content: unknown): unknown {
  return typeof content === 'string' ? readMarked(content).text : content
}

/** Tells whether a text stands in the arguments of a call. */
function echoOf(args: unknown): (text: string) => boolean {
  const asked = new Set<string>()
  const add = (text: string) => asked.add(squashed(canonical(text)))
  walkLeaves(args, { leaf: ({ text }) => add(text), key() {}, unreadable() {} })
  return (text) => asked.has(squashed(canonical(text)))
}

const escapes = /\\(?:[nrtbf"'\\/]|u[0-9a-f]{4})/g

/** A text that holds backslashes is read as it is, and as what it means where they are escapes (R3). */
function readingsOf(text: string): string[] {
  return text.includes('\\') ? [text, text.replaceAll(escapes, ' ')] : [text]
}
