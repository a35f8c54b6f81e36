import { type Corpus, corpusOf } from '../../evidence/corpus.ts'
import type { JsonSchema } from '../../transcript.ts'
import { schemaTexts } from './texts.ts'

const known = new WeakMap<JsonSchema, Corpus | undefined>()

/** R18: what the schema of a tool says in words, ready to be asked. Read and learned once for each schema object. */
export function learnedSchema(schema: JsonSchema): Corpus | undefined {
  if (!known.has(schema)) {
    const text = schemaTexts(schema)
    known.set(schema, text === undefined ? undefined : corpusOf([{ kind: 'task', role: 'system', text }]))
  }
  return known.get(schema)
}
