import type { ModelMessage } from 'ai'

/** What went to the model beside the messages. */
export interface Sent {
  /** The texts of `instructions`. */
  readonly instructions: readonly string[]
  /** Whether the provider adds a history that it keeps itself. */
  readonly continues: boolean
}

const NOTHING: Sent = { instructions: [], continues: false }

/** What was captured, by the list of messages that it went with. */
const captured = new WeakMap<object, Sent>()

/** What we read of the events of a run. `system` is the name of ai 6. */
interface RunEvent {
  readonly messages?: unknown
  readonly instructions?: unknown
  readonly system?: unknown
  readonly providerOptions?: unknown
}

/**
 * Makes the text of `instructions` evidence, which the SDK does not hand over to tools, and notices when a provider
 * continues a conversation that it keeps itself, of which the messages show only a part. An integration for the SDK's
 * telemetry; it sends nothing anywhere, and remembers what it saw for as long as the messages of the step live.
 *
 * Telemetry has to be on, with its inputs (`recordInputs`), or nothing is captured. Where you know the text, the option
 * `extraEvidence` of a guard is the plainer way.
 *
 * @example
 * import { registerTelemetry } from 'ai'
 *
 * registerTelemetry(handrailTelemetry) // or, for one call: telemetry: { integrations: [handrailTelemetry] }
 */
export const handrailTelemetry = Object.freeze({
  onStart: capture,
  onStepStart: capture,
})

function capture(event: object): void {
  try {
    const { messages, instructions, system, providerOptions } = event as RunEvent
    if (typeof messages !== 'object' || messages === null) return
    const sent = { instructions: textsOf(instructions ?? system), continues: continuesIn(providerOptions) }
    if (sent.continues || sent.instructions.length > 0) captured.set(messages, sent)
  } catch {
    // Evidence that cannot be had is a matter for the verdict, not for the run.
  }
}

function textsOf(instructions: unknown): string[] {
  if (typeof instructions === 'string') return [instructions]
  if (Array.isArray(instructions)) return instructions.flatMap(textsOf)
  const content = (instructions as { readonly content?: unknown } | null | undefined)?.content
  return typeof content === 'string' ? [content] : []
}

/** Options by which a provider takes up a conversation that it keeps: those of OpenAI's Responses, and of who copies it. */
const continuations = ['previousResponseId', 'conversation']

function continuesIn(providerOptions: unknown): boolean {
  return Object.values(providerOptions ?? {}).some((options: Record<string, unknown> | null | undefined) =>
    continuations.some((name) => typeof options?.[name] === 'string' && options[name] !== ''),
  )
}

/** What went to the model with these messages, where it was captured. */
export function sentWith(messages: readonly ModelMessage[]): Sent {
  return captured.get(messages) ?? NOTHING
}
