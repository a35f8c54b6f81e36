import type { ToolTraits } from '../transcript.ts'

type Tools = Readonly<Record<string, ToolTraits>>

/** Traits of the tools that a framework brings along, under those that the host of the guard gave: trait by trait. */
export function withToolsOfHost(given: Tools | undefined, ofHost: Tools): Tools {
  const merged = new Map(Object.entries(ofHost))
  for (const [name, traits] of Object.entries(given ?? {}))
    merged.set(name, { ...merged.get(name), ...traits })
  return Object.fromEntries(merged)
}
