import { Intervention } from '../intervention/vocabulary.ts'
import { readMarked } from '../note-marker.ts'
import type { CallEntry, ResultEntry, TaskEntry, ToolTraits, TranscriptEntry } from '../transcript.ts'
import { canonical } from './canonical.ts'
import { EchoLedger } from './echo-ledger.ts'
import { walkLeaves } from './leaves.ts'
import type { NameKind } from './name-kind.ts'
import { kindOfResult } from './result-kind.ts'
import type { CorpusSource } from './source.ts'
import { type TokenClass, TokenIndex } from './token-index.ts'
import type { Compound } from './tokens.ts'

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
  readonly #open = new Map<string, CallEntry[]>()
  readonly #answers: { readonly at: number; readonly answer: MarkedAnswer }[] = []
  readonly #calledAt = new Map<CallEntry, number>()
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
    const open = this.#open.get(entry.toolCallId)
    if (open) open.push(entry)
    else this.#open.set(entry.toolCallId, [entry])
    this.#calledAt.set(entry, at)
  }

  #appendResult(entry: ResultEntry, at: number): void {
    const call = this.#answered(entry.toolCallId)
    if (call && entry.intervention && entry.intervention !== Intervention.OBSERVE) {
      const evidence = this.at(call.at)
      const answer = { call: call.entry, intervention: entry.intervention, evidence }
      this.#answers.push({ at, answer: Object.freeze(answer) })
    }
    // Frameworks do not always say which tool a result is of; the call it answers does.
    const toolName = entry.toolName || (call?.entry.toolName ?? '')
    if (isOurs(entry) || isWrittenByModel(entry, this.traitsOf(toolName))) return
    const content = entry.intervention ? withoutNotes(entry.content) : entry.content
    const asked = new EchoLedger()
    if (call) asked.note(call.entry.args, at, () => false)
    const kind = kindOfResult({ ...entry, content }, (text) => asked.has(canonical(text), at + 1))
    const keepsEchoes = this.traitsOf(toolName)?.roundTrip === true
    this.#learn(content, at, kind === 'record' && !keepsEchoes ? 'within-text' : 'everywhere')
  }

  #learn(content: unknown, at: number, masking: Masking): void {
    const agentFirst = (compound: Compound) => this.#isAgentFirst(compound, at)
    const nothing = () => false
    const learn = (text: string, key: NameKind, whole: boolean) => {
      if (text.trim() === '') return
      this.#firstEvidence = Math.min(this.#firstEvidence, at)
      const form = canonical(text)
      const open = masking === 'none' || (masking === 'within-text' && whole && isOneToken(form))
      this.#index.learn(form, key, at, open ? nothing : agentFirst)
    }
    walkLeaves(content, {
      leaf: ({ text, key, structured }) => learn(text, key, structured),
      key: (name) => learn(name, 'neutral', true),
      unreadable: () => this.#noteGap('unreadable', at),
    })
    if (this.#index.isFull) this.#noteGap('lost', at)
  }

  /** Whether the model brought a compound up before any evidence did. */
  #isAgentFirst(compound: Compound, version: number): boolean {
    if (this.#ledger.holds(compound, version)) return !this.#isKnown(compound, version)
    return this.#inBase(version, (base, before) => base.#isAgentFirst(compound, before)) ?? false
  }

  #isKnown({ atoms, joins }: Compound, version: number): boolean {
    const whole = atoms.map((atom, i) => (i === 0 ? atom : `${joins[i - 1]}${atom}`)).join('')
    return this.#find('verbatim', whole, version) !== undefined
  }

  #find(kind: TokenClass, token: string, version: number): number | undefined {
    const inherited = this.#inBase(version, (base, before) => base.#find(kind, token, before))
    return inherited ?? this.#index.find(kind, token, version)
  }

  #answered(toolCallId: string): { readonly entry: CallEntry; readonly at: number } | undefined {
    const entry = this.#open.get(toolCallId)?.pop()
    if (entry) return { entry, at: this.#calledAt.get(entry) ?? 0 }
    return this.#inBase(this.version, (base, before) => base.#callBefore(toolCallId, before))
  }

  /** The latest call of that id in this corpus before a version, answered or not. */
  #callBefore(
    toolCallId: string,
    version: number,
  ): { readonly entry: CallEntry; readonly at: number } | undefined {
    let found: { readonly entry: CallEntry; readonly at: number } | undefined
    for (const [entry, at] of this.#calledAt)
      if (entry.toolCallId === toolCallId && at < version) found = { entry, at }
    return found ?? this.#inBase(version, (base, before) => base.#callBefore(toolCallId, before))
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

/** R29: a result that a model wrote. */
function isWrittenByModel({ author }: ResultEntry, traits: ToolTraits | undefined): boolean {
  return (author ?? traits?.author) === 'model'
}

function withoutNotes(content: unknown): unknown {
  return typeof content === 'string' ? readMarked(content).text : content
}

function isOneToken(text: string): boolean {
  return !/\s/.test(text.trim())
}
