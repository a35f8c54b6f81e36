import type { ToolTraits } from '@handrail/core'

/** A model wrote what such a tool answers: its own words again, or those of a sub-agent. */
const writtenByModel: ToolTraits = { author: 'model' }
/** Such a tool gives back what the model stored with it, beside what others did. */
const roundTrip: ToolTraits = { roundTrip: true }

/**
 * What the tools that come with LangChain and Deep Agents are like, by name. What the option `tools` of a guard says
 * about a tool of that name outweighs it.
 */
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
