import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import {
  type Conversation,
  isProblem,
  type ReadConversationsOptions,
  readConversations,
} from '../../src/index.ts'

/** A file that is removed after the test. */
export function fileOf(content: string | Uint8Array, name = 'runs.jsonl'): string {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

/** All that is read from files. */
export async function readAll(files: string | readonly string[], options?: ReadConversationsOptions) {
  const conversations: Conversation[] = []
  const problems: string[] = []
  for await (const one of readConversations(typeof files === 'string' ? [files] : files, options))
    if (isProblem(one)) problems.push(`${one.place.line}${one.lost ? '' : ' mended'}: ${one.message}`)
    else conversations.push(one)
  return { conversations, problems, ids: conversations.map(({ id }) => id) }
}

export const says = (text: string, more: object = {}) => ({ role: 'user', content: text, ...more })
export const talk = (id: string, text = 'Hi') => ({ id, messages: [says(text)] })
export const lines = (...records: unknown[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('')

/** Pieces of a text, cut at the given places. */
export async function* piecesOf(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0
  for (let at = 0; from < bytes.length; at++) {
    const to = from + Math.max(1, sizes[at % sizes.length] ?? 1)
    yield bytes.subarray(from, to)
    from = to
  }
}

/** All that comes, as a list. */
export async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const one of from) list.push(one)
  return list
}
