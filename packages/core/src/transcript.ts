import type { Intervention } from './intervention/vocabulary.ts'

/** A JSON Schema, as a framework hands it over. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Text that sets the task: the user's words, or the system prompt. Always evidence. */
export interface TaskEntry {
  readonly kind: 'task'
  readonly text: string
  /** Who wrote it. `'user'` when absent. */
  readonly role?: 'system' | 'user'
}

/** A tool call the model made. Its arguments are what we judge, so they are never evidence. */
export interface CallEntry {
  readonly kind: 'call'
  readonly toolCallId: string
  readonly toolName: string
  readonly args: unknown
}

/** What came back for a tool call, as the model reads it. */
export interface ResultEntry {
  readonly kind: 'result'
  readonly toolCallId: string
  readonly toolName: string
  /** Text, or any JSON value. */
  readonly content: unknown
  /** The framework's own error flag. `'ok'` when absent; an error that only its text shows is recognised too. */
  readonly outcome?: 'ok' | 'error'
  /** `'model'` when a model wrote the content (a sub-agent, a summary): such a result is never evidence. */
  readonly author?: 'environment' | 'model'
  /**
   * Set when Handrail had a hand in it: the answer is ours (BLOCK, DEFER) or carries our note (WARN).
   * What we wrote is never evidence.
   */
  readonly intervention?: Intervention
}

/** A part of the conversation that the model has seen and we cannot read. */
export interface OpaqueEntry {
  readonly kind: 'opaque'
  /** `'unreadable'`: one part, such as an image. `'lost'`: earlier history, such as a compacted one. */
  readonly reason: 'unreadable' | 'lost'
}

/**
 * One step of a conversation, as an adapter hands it over. There is no kind for text that the model wrote:
 * such text cannot become evidence because it cannot be expressed.
 */
export type TranscriptEntry = TaskEntry | CallEntry | ResultEntry | OpaqueEntry

/** What a tool does to the world. */
export type ToolEffect = 'read' | 'write' | 'destructive'

/** What an argument of a tool is for. Only a `reference` is judged. */
export type ArgRole =
  /** Names something that exists. Judged as an id, whatever its name and the schema's `format` say. */
  | 'reference'
  /**
   * The key of something that the call brings into being, which the model makes up on purpose: the `username` of a new
   * account. Never guessed from the name of a tool: the keys that a create-tool takes are as often those of things
   * that exist (the `user_id` a ticket is created for), and to leave those unjudged would miss the commonest mints.
   */
  | 'newKey'
  /** Counts or measures. */
  | 'quantity'
  /** Text of any kind. */
  | 'freeText'

/** What the host knows about one tool. Everything is optional; what is absent is inferred or assumed safe. */
export interface ToolTraits {
  /** What the tool does to the world. Inferred from annotations or the name when absent. */
  readonly effect?: ToolEffect
  /** Whether the tool gives back what the model stored in it (files, notes), so that an echo proves nothing. */
  readonly roundTrip?: boolean
  /** Who writes the tool's text. `'model'` for sub-agents and summarisers: never evidence. */
  readonly author?: 'environment' | 'model'
  /**
   * The tool's JSON Schema. Values that it names (`enum`, `const`, `default`), moments, read-only values and bounded
   * numbers are not judged; formats of ids are, whatever the name says; its texts are evidence. It is read once, so it
   * must not change afterwards.
   */
  readonly inputSchema?: JsonSchema
  /**
   * Roles of arguments by name, where the name alone misleads. A dotted path such as `items.sku` names a value within
   * an argument; items of lists have no place of their own in it. Any role but `reference` holds for all that lies in
   * the value, until a longer path says otherwise; `reference` holds for the value itself, or the items of the list.
   */
  readonly args?: Readonly<Record<string, ArgRole>>
}
