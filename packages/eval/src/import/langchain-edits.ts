import { type Fields, isFields } from './values.ts'

/** Where Handrail's middleware keeps the calls that the model wrote and a person changed. */
const EDITED = 'handrail_edited'

/** A call as the model wrote it, when a person has changed it since. */
export function beforeEdit({ response_metadata }: Fields, id: unknown): Fields | undefined {
  const edited = isFields(response_metadata) ? response_metadata[EDITED] : undefined
  if (!Array.isArray(edited)) return undefined
  return edited.find((one): one is Fields => isFields(one) && one.id === id && isFields(one.args))
}

/** What a person wrote into the arguments of a call: their words, as far as the model had not written the same. */
export function wordsOfEditor(args: unknown, original: unknown): string {
  const unchanged = new Set<unknown>()
  const isLeaf = (value: unknown) => typeof value !== 'object' || value === null
  try {
    JSON.stringify(original, (_, value: unknown) => {
      if (isLeaf(value)) unchanged.add(value)
      return value
    })
    const changed = JSON.stringify(args, (_, value: unknown) =>
      isLeaf(value) && unchanged.has(value) ? undefined : value,
    )
    return changed ?? ''
  } catch {
    return '' // Too deep for anybody to have written.
  }
}
