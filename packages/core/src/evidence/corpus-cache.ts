import type { TranscriptEntry } from '../transcript.ts'
import type { Corpus } from './corpus.ts'

interface Node {
  readonly corpus: Corpus
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
  const start: Node = { corpus: root, next: new WeakMap() }
  return (messages) => {
    let node = start
    for (const message of messages) {
      let next = node.next.get(message)
      if (!next) {
        const corpus = node.corpus.fork()
        for (const entry of entriesOf(message)) corpus.append(entry)
        next = { corpus, next: new WeakMap() }
        node.next.set(message, next)
      }
      node = next
    }
    return node.corpus
  }
}
