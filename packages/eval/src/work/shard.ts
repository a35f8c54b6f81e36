import { HandrailError } from '@handrail/core'

/**
 * One part of the work: every `of`-th record. A record is a line of a JSONL file by its number, counted from 1, and else
 * a conversation by its number within its file. What cannot be counted so, such as a file that is not there, is the part
 * of shard 0. So each record is in one shard, whatever the machine and the number of threads, and a shard passes over
 * the lines of the others without reading them as JSON.
 */
export interface Shard {
  /** From 0. */
  readonly index: number
  /** How many shards there are, from 1. */
  readonly of: number
}

/** All of the work. */
export const WHOLE: Shard = Object.freeze({ index: 0, of: 1 })

/** @throws HandrailError `INVALID_OPTION` when there is no such shard. */
export function checkShard({ index, of }: Shard): void {
  if (Number.isSafeInteger(index) && Number.isSafeInteger(of) && index >= 0 && index < of) return
  throw new HandrailError(
    'INVALID_OPTION',
    `Expected \`shard\` to be an index from 0 and a greater count of shards, got ${index} of ${of}.`,
  )
}

/** Whether a record is a part of the shard. */
export function isIn(record: number, { index, of }: Shard): boolean {
  return record % of === index
}
