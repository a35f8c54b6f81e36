import type { Conversation, ConversationFormat, Problem } from '../conversation.ts'
import { checkFormat } from '../import/check-format.ts'
import { bytesOf, checkFiles, why } from './bytes.ts'
import { FileReader } from './file-reader.ts'
import { openingOf } from './layout.ts'
import { linesOf } from './lines.ts'
import { longestRecord } from './longest-record.ts'
import { ProblemTally } from './tally.ts'
import { valuesOf } from './values.ts'

/** How conversations are read. */
export interface ReadConversationsOptions {
  /** The format of all messages. By default every conversation is looked at by itself. */
  readonly format?: ConversationFormat | undefined
  /**
   * The longest line, or member of a list, that is read, in bytes. Longer ones are a problem. By default an eighth of the
   * memory that V8 may use, and at most 256 MiB.
   */
  readonly maxBytes?: number | undefined
  /** Ends the reading with its reason. */
  readonly signal?: AbortSignal | undefined
}

/** Whether what was read is a problem and no conversation. */
export function isProblem(read: Conversation | Problem): read is Problem {
  return !('entries' in read)
}

/**
 * Reads the conversations of files, one after another, in memory that does not grow with the files. What cannot be read
 * comes as a problem that names the line, and the rest is read.
 *
 * @param files paths; `-` is stdin. Files that gzip has packed are unpacked.
 * @throws HandrailError when a file is missing, is a folder, or may not be read; before any is read.
 *
 * @example
 * for await (const read of readConversations(['runs.jsonl']))
 *   console.log(isProblem(read) ? read.message : read.id)
 */
export async function* readConversations(
  files: readonly string[],
  options: ReadConversationsOptions = {},
): AsyncGenerator<Conversation | Problem> {
  const { format } = options
  checkFormat(format)
  await checkFiles(files)
  for (const file of files) {
    const tally = new ProblemTally()
    for await (const read of readFile(file, options)) {
      const told = isProblem(read) ? tally.take(read) : read
      if (told) yield told
    }
    yield* tally.rest()
  }
}

async function* readFile(
  file: string,
  options: ReadConversationsOptions,
): AsyncGenerator<Conversation | Problem> {
  const { signal, maxBytes = longestRecord() } = options
  const reader = new FileReader(file, options.format, maxBytes)
  try {
    const { layout, pieces } = await openingOf(bytesOf(file, signal))
    if (layout === 'utf-16') yield reader.problem(1, 'files in UTF-16', UTF_16)
    else if (layout === 'values')
      for await (const value of valuesOf(pieces, maxBytes)) yield* reader.value(value)
    else for await (const line of linesOf(pieces, maxBytes)) yield* reader.line(line)
  } catch (error) {
    signal?.throwIfAborted()
    yield reader.problem(reader.at, 'files that cannot be read', `Reading ended here: ${why(error)}.`)
  }
  yield* reader.rest()
}

const UTF_16 =
  'Expected text in UTF-8, got UTF-16: convert the file, such as with `iconv -f UTF-16 -t UTF-8`.'
