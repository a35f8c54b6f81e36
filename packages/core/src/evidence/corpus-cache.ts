import type { TranscriptEntry } from '../transcript.ts'
import type { Corpus } from './corpus.ts'

interface Node {
  /** A corpus that may have grown on since. */
  readonly trunk: Corpus
  /** How much of it belongs to the messages up to here. */
  readonly version: number
  readonly next: WeakMap<object, Node>
}

/**
 * Rebuilds the corpus from the messages that a framework hands over with every call, and indexes each message object
 * once: a list that continues one seen before costs one look-up for every old message. Lists that branch share their
 * common start. What the framework drops, the garbage collector takes.
 *
 * @param root the corpus a conversation starts from.
 * @param entriesOf what one message holds. It is called once for a message in its place.
 */
export function createCorpusCache<Message extends object>(
  root: Corpus,
  entriesOf: (message: Message) => Iterable<TranscriptEntry>,
): (messages: Iterable<Message>) => Corpus {
  const start: Node = { trunk: root, version: root.version, next: new WeakMap() }
  return (messages) => {
    let node = start
    for (const message of messages) {
      const next = node.next.get(message) ?? grow(node, root, entriesOf(message))
      node.next.set(message, next)
      node = next
    }
    return node.trunk.at(node.version)
  }
}

/**
 * Appends in place while nobody else has, and in a fork from then on. Always in a fork from the root, which outlives
 * every conversation and must not hold on to one.
 */
function grow({ trunk, version }: Node, root: Corpus, entries: Iterable<TranscriptEntry>): Node {
  const corpus = trunk.version === version && trunk !== root ? trunk : trunk.at(version)
  for (const entry of entries) corpus.append(entry)
  return { trunk: corpus, version: corpus.version, next: new WeakMap() }
}
