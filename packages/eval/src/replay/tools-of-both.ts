import type { ToolTraits } from '@handrail/core'

type Tools = Readonly<Record<string, ToolTraits>>

/** What a recording says about its tools, under what the user says: trait by trait. */
export function toolsOfBoth(recorded: Tools, given: Tools | undefined): Tools {
  if (!given) return recorded
  const merged = new Map(Object.entries(recorded))
  for (const [name, traits] of Object.entries(given)) merged.set(name, { ...merged.get(name), ...traits })
  return Object.fromEntries(merged)
}
