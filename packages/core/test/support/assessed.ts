import {
  type Assessment,
  type Corpus,
  corpusOf,
  createGuard,
  type GuardOptions,
  type TranscriptEntry,
} from '../../src/index.ts'

/** What the user says. */
export const TASK: TranscriptEntry = { kind: 'task', text: 'Please look after my order W7304918.' }

/** An id that stands nowhere. */
export const MINTED = 'W9999999'

/** A call as a new guard judges it; without more, one with a minted id. */
export function assessed(
  options: GuardOptions,
  toolName: string,
  args: unknown = { order_id: MINTED },
  evidence: Corpus = corpusOf([TASK]),
): Assessment {
  return createGuard(options).assess({ toolCallId: 'c', toolName, args }, evidence)
}

/** The rung that such a call gets. */
export function rungOf(...given: Parameters<typeof assessed>): string {
  return assessed(...given).decision.rung.key
}
