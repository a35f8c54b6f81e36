import type { TranscriptEntry } from '../transcript.ts'
import type { Corpus } from './corpus.ts'
import { areSameEntries } from './same-entries.ts'

interface Node {
  /** A corpus that may have grown on since. */
  readonly trunk: Corpus
  /** How much of it belongs to the messages up to here. */
  readonly version: number
  readonly next: WeakMap<object, Node>
  /** The continuation that came last. */
  latest?: { readonly entries: readonly TranscriptEntry[]; readonly node: Node }
}

/**
 * Rebuilds the corpus from the messages that a framework hands over with every call, and indexes each message object
 * once: a list that continues one seen before costs one look-up for every old message. Messages that were made anew are
 * compared with those that came last in their place. Lists that branch share their common start. What the framework
 * drops, the garbage collector takes, but for the conversation that came last.
 *
 * A message must not change once it was handed over.
 *
 * @param root the corpus a conversation starts from.
 * @param entriesOf what one message holds. It is called once for a message in its place.
 */
export function createCorpusCache<Message extends object>(
  root: Corpus,
  entriesOf: (message: Message) => Iterable<TranscriptEntry>,
): (messages: Iterable<Message>) => Corpus {
  const start: Node = { trunk: root, version: root.version, next: new WeakMap() }
  // The list that came last, with its nodes: the next one mostly begins with it, and comparing is faster than looking up.
  const last: { readonly message: Message; readonly node: Node }[] = []
  return (messages) => {
    let node = start
    let at = 0
    for (const message of messages) {
      const step = last[at]
      if (step?.message === message) node = step.node
      else {
        last.length = at
        node = node.next.get(message) ?? follow(node, message, root, entriesOf)
        last.push({ message, node })
      }
      at++
    }
    return node.trunk.at(node.version)
  }
}

/** The node of a message object that was not seen in this place before. */
function follow<Message extends object>(
  node: Node,
  message: Message,
  root: Corpus,
  entriesOf: (message: Message) => Iterable<TranscriptEntry>,
): Node {
  const entries = [...entriesOf(message)]
  const { latest } = node
  const next = latest && areSameEntries(latest.entries, entries) ? latest.node : grow(node, root, entries)
  node.next.set(message, next)
  node.latest = { entries, node: next }
  return next
}

/**
 * Appends in place while nobody else has, and in a fork from then on. Always in a fork from the root, which outlives
 * every conversation and must not hold on to one.
 */
function grow({ trunk, version }: Node, root: Corpus, entries: readonly TranscriptEntry[]): Node {
  const isFree = trunk.version === version && trunk !== root
  const corpus = isFree
    ? trunk
    : trunk.depth < MOST_LAYERS
      ? trunk.at(version)
      : relearned(trunk, version, root)
  for (const entry of entries) corpus.append(entry)
  return { trunk: corpus, version: corpus.version, next: new WeakMap() }
}

/** Hosts that put another message at the end of every list would make every turn a fork of the one before. */
const MOST_LAYERS = 16

/** The same conversation without the forks it has come through. */
function relearned(trunk: Corpus, version: number, root: Corpus): Corpus {
  const corpus = root.fork()
  for (let at = corpus.version; at < version; at++) {
    const entry = trunk.entry(at)
    if (entry) corpus.append(entry)
  }
  return corpus
}
