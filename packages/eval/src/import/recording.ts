import type { Intervention, TranscriptEntry } from '@handrail/core'
import type { Place, Problem, SaidText } from '../conversation.ts'
import { OpenCalls } from './open-calls.ts'
import { Remarks } from './remarks.ts'
import { isFields, quoted } from './values.ts'

/** A result as a format reads it. */
export interface ReadResult {
  readonly id: string
  readonly name: string
  readonly content: unknown
  readonly outcome?: 'error' | undefined
  readonly intervention?: Intervention | undefined
}

/** A conversation while its messages are read one after another. */
export class Recording {
  readonly entries: TranscriptEntry[] = []
  readonly messageOf: number[] = []
  readonly said: SaidText[] = []
  /** The names of the tools that were called. */
  readonly toolNames = new Set<string>()
  /** The message that is read, from 0. */
  message = 0
  readonly #calls = new OpenCalls()
  readonly #remarks = new Remarks()

  /** Text of the user or the system. */
  task(text: string, role: 'system' | 'user'): void {
    this.#add({ kind: 'task', role, text })
  }

  /** A call of the model. All calls of a step are added before what came back for any of them. */
  call(recordedId: string, toolName: string, args: unknown): void {
    const call = this.#calls.add(recordedId, toolName, `call_${this.entries.length}`)
    if (recordedId !== '' && call.id !== recordedId) this.#renamed(recordedId)
    this.toolNames.add(toolName)
    this.#add({ kind: 'call', toolCallId: call.id, toolName, args })
  }

  /** What came back for a call. */
  result({ id, name, content, outcome, intervention }: ReadResult): void {
    const call = this.#calls.answer(id, name)
    if (!call) this.#unasked(id)
    const toolName = name || (call?.name ?? '')
    this.toolNames.add(toolName)
    this.#add({
      kind: 'result',
      toolCallId: call?.id ?? id,
      toolName,
      content,
      ...(outcome && { outcome }),
      ...(intervention && { intervention }),
    })
  }

  /** Something that the model has read and we cannot. */
  opaque(reason: 'unreadable' | 'lost'): void {
    this.#add({ kind: 'opaque', reason })
  }

  /** Text of the assistant. */
  say(text: unknown): void {
    if (typeof text !== 'string' || text === '') return
    this.said.push({ message: this.message, beforeEntry: this.entries.length, text })
  }

  /** Something whose kind is not known, so that nobody can say what the model read there. */
  unknown(what: 'role' | 'part type' | 'type of item' | 'message', name: unknown): void {
    this.opaque('unreadable')
    this.#remarks.add({
      kind: `unknown ${what} ${quoted(name)}`,
      say: () =>
        `Expected a ${what} that is known, got ${quoted(name)}: what stands there counts as unreadable.`,
      lost: true,
    })
  }

  /** A part of a message whose type is not known, by its type or its first field. */
  unknownPart(part: unknown): void {
    const name = isFields(part) ? (part.type ?? Object.keys(part)[0]) : part
    this.unknown('part type', name)
  }

  /** A message whose author is not known. */
  unknownMessage(message: unknown): void {
    if (isFields(message)) this.unknown('role', message.role ?? message.type)
    else this.unknown('message', message)
  }

  /** Arguments that should have been JSON. */
  brokenArguments(toolName: string): void {
    const { message } = this
    this.#remarks.add({
      kind: 'broken arguments',
      say: (times) =>
        `The arguments of ${calls(times)} are no JSON and are judged as one text, the first of ${quoted(toolName)} in message ${message}.`,
      lost: false,
    })
  }

  /** The file began with conversations of another format. */
  otherFormat(found: string, before: string): void {
    this.#remarks.add({
      kind: `records of another format: ${found}`,
      say: () =>
        `This conversation is of the format ${found}, the file began with ${before}; it was read as ${found}.`,
      lost: false,
    })
  }

  /** What was remarkable about it. */
  problemsAt(place: Place): Problem[] {
    return this.#remarks.problemsAt(place)
  }

  #renamed(recordedId: string): void {
    const { message } = this
    this.#remarks.add({
      kind: 'call ids that stand twice',
      say: (times) =>
        `${calls(times)} had the id of an earlier one and got a new id, the first ${quoted(recordedId)} in message ${message}.`,
      lost: false,
    })
  }

  #unasked(recordedId: string): void {
    const { message } = this
    this.#remarks.add({
      kind: 'results without a call',
      say: (times) =>
        `${times === 1 ? '1 result answers' : `${times} results answer`} no call that is recorded, the first ${quoted(recordedId)} in message ${message}.`,
      lost: false,
    })
  }

  #add(entry: TranscriptEntry): void {
    this.entries.push(entry)
    this.messageOf.push(this.message)
  }
}

function calls(times: number): string {
  return times === 1 ? '1 call' : `${times} calls`
}
