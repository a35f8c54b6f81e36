import type { ToolTraits } from '@handrail/core'
import { isProblem, type Problem, readConversations } from '@handrail/eval'
import type { ReadFlags } from '../commands/options.ts'
import type { RecordedTools } from './tools.ts'

/** Names that a hostile recording makes up have no end. */
const MOST_TOOLS = 1_000

/** The tools that recordings name, and what could not be read of them. */
export async function recordedTools(
  files: readonly string[],
  format: ReadFlags['format'],
): Promise<RecordedTools & { readonly problems: readonly Problem[] }> {
  const calls = new Map<string, number>()
  const traits = new Map<string, ToolTraits>()
  const problems: Problem[] = []
  for await (const read of files.length > 0 ? readConversations(files, { format }) : []) {
    if (isProblem(read)) {
      problems.push(read)
      continue
    }
    for (const entry of read.entries)
      if (entry.kind === 'call' && (calls.has(entry.toolName) || calls.size < MOST_TOOLS))
        calls.set(entry.toolName, (calls.get(entry.toolName) ?? 0) + 1)
    for (const [name, known] of Object.entries(read.tools)) if (calls.has(name)) traits.set(name, known)
  }
  return { calls, traits, problems }
}
