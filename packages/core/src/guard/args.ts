import { isOpaque, WHOLE_INPUT } from '../provenance/arg-leaves.ts'
import type { ToolArg } from '../provenance/verdict.ts'

/** The most top-level keys that are judged; the others stand as one argument that is not. */
const MOST_ARGS = 1_000

/**
 * The arguments of a call, one for each top-level key. What is no plain object, or cannot be looked at, becomes one
 * argument called `input`.
 */
export function argsOfCall(args: unknown): ToolArg[] {
  try {
    return argsByKey(args)
  } catch {
    return [{ name: WHOLE_INPUT, value: args }]
  }
}

/** Read when it is judged, so that a getter that throws spoils one argument and not the others. */
class ArgByKey implements ToolArg {
  readonly name: string
  readonly #args: object

  constructor(name: string, args: object) {
    this.name = name
    this.#args = args
  }

  get value(): unknown {
    return (this.#args as Record<string, unknown>)[this.name]
  }
}

function argsByKey(args: unknown): ToolArg[] {
  if (typeof args !== 'object' || args === null || Array.isArray(args) || isOpaque(args))
    return [{ name: WHOLE_INPUT, value: args }]
  const names = Object.keys(args)
  const judged: ToolArg[] = names.slice(0, MOST_ARGS).map((name) => new ArgByKey(name, args))
  const more = names.length - judged.length
  return more > 0
    ? [...judged, { name: `${more} more arguments, which were not judged`, value: undefined }]
    : judged
}
