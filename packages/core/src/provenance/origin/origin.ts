import type { CorpusSource } from '../../evidence/source.ts'
import type { Excerpt } from './excerpt.ts'

/**
 * Where a supported value stands in the evidence.
 *
 * `source`, `entry`, `role`, `toolName` and `toolCallId` are plain fields. All else is worked out when it is first read, from
 * one text, and remembered; none of it is enumerable, so that `JSON.stringify`, `structuredClone`, `console.log` and a
 * spread of a verdict or a record neither pay for it nor copy evidence into a log. Nothing here ever throws. Where the
 * content of the entry was changed after the corpus took it in, and no longer holds the value, the three places are
 * `undefined`, and the excerpt is of the text that the corpus keeps.
 */
export interface Origin {
  /** The kind of text. */
  readonly source: CorpusSource
  /** The tool that returned it, for a tool result. */
  readonly toolName?: string
  /** The call whose result it is, for a tool result. */
  readonly toolCallId?: string
  /** Who wrote it, for the text of a task: the user, or the host (instructions, descriptions of tools). */
  readonly role?: 'system' | 'user'
  /**
   * Which entry of the transcript, from 0: the first that holds the value. One more than the last where only the texts
   * of the tool's own schema hold it, which are read as a list.
   */
  readonly entry: number
  /**
   * Where the found part starts, in UTF-16 units from 0. It is a place in the text of the entry as the framework handed
   * it over: the text of a task, the content of a result if that is a string, and otherwise the JSON of the content
   * without blanks, as `JSON.stringify` writes plain data: of up to a million values, and with every object once.
   */
  readonly offset: number | undefined
  /** How long the found part is there, in UTF-16 units; longer than the value where it is written with escapes or blanks. */
  readonly length: number | undefined
  /**
   * Which leaf of a JSON text holds it, as a JSON path: a normalized one (RFC 9535) such as `$['user']['orders'][0]['id']`
   * in which unsafe characters of names are escaped too. A name that is itself the found part is the last step of its
   * path. It is a list because tools put JSON into strings of JSON: each further path begins in the string at which the
   * one before ends, as in `["$['content'][0]['text']", "$['id']"]`. `undefined` where the text is no JSON, or a path is
   * longer than 4,096 units. Of two members of one name the path does not tell which; the offset does.
   */
  readonly path: readonly string[] | undefined
  /** What it looks like there, safe to print. For people only: see {@link Excerpt}. */
  readonly excerpt: Excerpt
  /**
   * The origins of all parts that were found, this one first: of the items of a list, and of the pieces of a value that
   * is put together. At most 32.
   */
  readonly parts: readonly Origin[]
}
