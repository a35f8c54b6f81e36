import type { ToolArg } from '../provenance/verdict.ts'
import type { ToolTraits } from '../transcript.ts'

/** The most top-level keys that are looked at. */
const MOST_ARGS = 1_000

/**
 * The arguments of a call, one for each top-level key. What is no plain object becomes one argument called `input`.
 * A key whose getter throws becomes an argument that cannot be judged.
 */
export function argsOfCall(args: unknown, traits: ToolTraits | undefined): ToolArg[] {
  if (typeof args !== 'object' || args === null || Array.isArray(args))
    return [{ name: 'input', value: args }]
  return Object.keys(args)
    .slice(0, MOST_ARGS)
    .map((name) => {
      const role = traits?.args && Object.hasOwn(traits.args, name) ? traits.args[name] : 'reference'
      return { name, value: readKey(args, name), isReference: role === 'reference' }
    })
}

function readKey(args: object, name: string): unknown {
  try {
    return (args as Record<string, unknown>)[name]
  } catch {
    return undefined
  }
}
