import type { Corpus } from '../evidence/corpus.ts'
import { canonical } from '../evidence/text/canonical.ts'
import type { Origin } from './verdict.ts'

/** Where a supported value stands. The offset is looked up only when somebody asks for it. */
export function originOf(core: string, entry: number, corpus: Corpus): Origin {
  const found = corpus.entry(entry)
  const result = found?.kind === 'result' ? found : undefined
  return Object.freeze({
    source: corpus.sourceOf(entry),
    entry,
    ...(result && { toolName: result.toolName, toolCallId: result.toolCallId }),
    get offset() {
      const text = found?.kind === 'task' ? found.text : textOfContent(result?.content)
      const offset = canonical(text).indexOf(core)
      return offset < 0 ? undefined : offset
    },
  })
}

function textOfContent(content: unknown): string {
  if (typeof content === 'string') return content
  try {
    return JSON.stringify(content) ?? ''
  } catch {
    return ''
  }
}
