import type { JsonSchema } from '../../transcript.ts'
import { field, keysOf, MOST_MEMBERS, membersOf } from './node.ts'

/**
 * Keywords whose values are words for the model. `enum`, `const` and `default` are not among them: what they name is
 * free in its own place (R7), and would be free in every place as evidence.
 */
const textKeywords = new Set(['title', 'description', 'examples', 'example'])
/** Keywords that hold parts of a schema by names, which may be words such as `title` as well. */
const nameKeywords = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])
/** Keywords that hold values and no parts of a schema. */
const valueKeywords = new Set(['enum', 'const', 'default'])

/** What a part of a schema is: a schema, schemas by name, or what a text keyword holds. */
type Part = readonly [kind: 'schema' | 'names' | 'text', value: unknown]

/**
 * R18: the titles, descriptions and examples in the schema of a tool, as the JSON of a list of texts; `undefined` when
 * there are none. Somebody else wrote what the model has read there, so it is evidence.
 */
export function schemaTexts(schema: JsonSchema): string | undefined {
  const texts = new Set<string>()
  const seen = new Set<unknown>()
  const stack: Part[] = [['schema', schema]]
  for (let next = stack.pop(); next && seen.size < MOST_MEMBERS; next = stack.pop()) {
    const [kind, value] = next
    if (kind === 'text' && (typeof value === 'string' || typeof value === 'number')) texts.add(String(value))
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    for (const member of membersOf(value)) stack.push([kind, member])
    for (const key of keysOf(value)) {
      const inner = kindOfMember(kind, key)
      if (inner) stack.push([inner, field(value, key)])
    }
  }
  return texts.size === 0 ? undefined : JSON.stringify([...texts])
}

/** What the member of a part is; `undefined` when there is nothing to read in it. */
function kindOfMember(kind: Part[0], key: string): Part[0] | undefined {
  if (kind === 'text') return 'text'
  if (kind === 'names') return 'schema'
  if (valueKeywords.has(key)) return undefined
  return textKeywords.has(key) ? 'text' : nameKeywords.has(key) ? 'names' : 'schema'
}
