import type { ModelMessage } from 'ai'

/** What stands in `instructions`, by the list of messages that went to the model with it. */
const captured = new WeakMap<object, readonly string[]>()

/** What we read of the events of a run. `system` is the name of ai 6. */
interface RunEvent {
  readonly messages?: unknown
  readonly instructions?: unknown
  readonly system?: unknown
}

/**
 * Makes the text of `instructions` evidence, which the SDK does not hand over to tools: an integration for the SDK's
 * telemetry that remembers it for as long as the messages of the step live. It sends nothing anywhere.
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
    const { messages, instructions, system } = event as RunEvent
    const texts = textsOf(instructions ?? system)
    if (typeof messages === 'object' && messages !== null && texts.length > 0) captured.set(messages, texts)
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

/** The instructions that went to the model with these messages, where they were captured. */
export function instructionsWith(messages: readonly ModelMessage[]): readonly string[] {
  return captured.get(messages) ?? []
}
