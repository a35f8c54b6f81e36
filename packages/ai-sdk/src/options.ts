import { type Guard, type GuardOptions, guardAndHostOf, toBe, toBeOneOf } from '@handrail/core'

/** What the AI SDK adds to the options of a guard. */
export interface AiSdkHostOptions {
  /**
   * What DEFER does in {@link withHandrail}: `'reprompt'` (default) sends the model back with a note, `'approval'` asks a
   * person through the SDK's own approval. Where the SDK cannot ask, in `guardTools` or when `toolApproval` was not
   * passed on, the model is sent back.
   */
  readonly defer?: 'reprompt' | 'approval' | undefined
  /** Keeps the notes of WARN for apps that store a chat as UI messages, which hold what a tool returned and no more. */
  readonly notes?: NoteStore | undefined
}

/**
 * Where notes are kept between requests, by the id of the call. A note is one line that tells the model which argument
 * was doubtful; it holds no value. What fails here is left out or recorded, and never breaks a run.
 */
export interface NoteStore {
  /** The note of a call, if it had one. */
  get(toolCallId: string): string | null | undefined | PromiseLike<string | null | undefined>
  /** Keeps the note of a call. A promise is waited for, for a second at most. */
  set(toolCallId: string, note: string): void | PromiseLike<void>
}

/** Options of a guard for the AI SDK: those of a new guard, or one to share, and what belongs to the host. */
export type AiSdkGuardOptions =
  | (GuardOptions & AiSdkHostOptions & { readonly guard?: undefined })
  | (AiSdkHostOptions & { readonly guard: Guard })

/** A guard, and what belongs to the host. */
export interface Settings extends AiSdkHostOptions {
  readonly guard: Guard
}

/**
 * Takes the second argument apart.
 *
 * @throws HandrailError when an option is unknown or contradicts another.
 */
export function settingsOf(guardOrOptions: Guard | AiSdkGuardOptions | undefined): Settings {
  const { guard, host } = guardAndHostOf<AiSdkHostOptions>(guardOrOptions, {
    defer: toBeOneOf('reprompt', 'approval'),
    notes: toBe('an object with the functions `get` and `set`', isNoteStore),
  })
  return { guard, ...host }
}

function isNoteStore(value: unknown): boolean {
  const { get, set } = (value ?? {}) as Partial<NoteStore>
  return typeof get === 'function' && typeof set === 'function'
}
