import type { ToolTraits } from '@handrail/core'

/** A model wrote what such a tool answers: its own words again, or those of a sub-agent. */
const writtenByModel: ToolTraits = { author: 'model' }
/** Such a tool gives back what the model stored with it, beside what others did. */
const roundTrip: ToolTraits = { roundTrip: true }

/** What the tools that come with LangChain and Deep Agents are like, by name, as Handrail's adapter knows them. */
export const toolsOfLangChain: Readonly<Record<string, ToolTraits>> = {
  write_todos: writtenByModel,
  task: writtenByModel,
  check_async_task: writtenByModel,
  ls: roundTrip,
  read_file: roundTrip,
  write_file: roundTrip,
  edit_file: roundTrip,
  glob: roundTrip,
  grep: roundTrip,
  execute: roundTrip,
}

/** Traits of the tools of a conversation in LangChain, with those of the tools among them that come with it. */
export function withToolsOfLangChain(
  traits: Readonly<Record<string, ToolTraits>>,
  names: ReadonlySet<string>,
): Readonly<Record<string, ToolTraits>> {
  const known = Object.keys(toolsOfLangChain).filter((name) => names.has(name))
  if (known.length === 0) return traits
  const merged = known.map((name) => [name, { ...toolsOfLangChain[name], ...traits[name] }] as const)
  return Object.fromEntries([...Object.entries(traits), ...merged])
}
