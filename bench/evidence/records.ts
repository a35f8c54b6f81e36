import type { IdBook } from './ids.ts'
import type { Random } from './random.ts'
import { person, prose, sentence, word, words } from './vocabulary.ts'

/** What writes records: a source of chance and one of ids. */
export interface Writer {
  readonly random: Random
  readonly ids: IdBook
}

const day = (random: Random) =>
  `2024-${String(1 + random.below(12)).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}`
const time = (random: Random) =>
  [24, 60, 60].map((limit) => String(random.below(limit)).padStart(2, '0')).join(':')
const price = (random: Random) => Math.round(100 * (1 + random.float() * 500)) / 100
const several = <T>(random: Random, most: number, make: () => T) =>
  Array.from({ length: 1 + random.below(most) }, make)

/** An order of a shop. */
export function order({ random, ids }: Writer): object {
  const [firstName, lastName] = person(random)
  return {
    order_id: ids.issue('order_id'),
    user_id: ids.issue('user_id'),
    status: random.pick(['pending', 'processed', 'delivered', 'cancelled']),
    address: {
      name: `${firstName} ${lastName}`,
      street: `${1 + random.below(999)} ${word(random)} Street`,
      city: word(random),
      zip: String(10_000 + random.below(89_999)),
    },
    items: several(random, 5, () => ({
      name: words(random, 2),
      product_id: ids.issue('item_id'),
      item_id: ids.issue('item_id'),
      price: price(random),
      options: { color: word(random), size: random.pick(['S', 'M', 'L', 'XL']) },
    })),
    fulfillments: [{ tracking_id: [ids.issue('tracking_number')], shipped: day(random) }],
    payment_history: [
      { transaction_type: 'payment', amount: price(random), invoice: ids.issue('invoice_number') },
    ],
  }
}

/** A ticket of a help desk. */
export function ticket({ random, ids }: Writer): object {
  return {
    sys_id: ids.issue('record_id'),
    number: ids.issue('ticket_id'),
    opened_at: `${day(random)} ${time(random)}`,
    priority: 1 + random.below(5),
    caller: { user_id: ids.issue('user_id'), email: ids.email() },
    short_description: sentence(random),
    comments: several(random, 4, () => ({
      id: ids.issue('message_id'),
      at: `${day(random)}T${time(random)}Z`,
      text: prose(random, 40 + random.below(400)),
    })),
  }
}

/** A file of a drive. */
export function file({ random, ids }: Writer): object {
  return {
    id: ids.issue('file_id'),
    name: `${words(random, 2).replaceAll(' ', '-')}.${random.pick(['pdf', 'xlsx', 'md', 'csv', 'png'])}`,
    parents: [ids.issue('file_id')],
    mimeType: 'application/octet-stream',
    size: random.below(10_000_000),
    modifiedTime: `${day(random)}T${time(random)}.000Z`,
    webViewLink: `https://drive.example.com/file/d/${ids.issue('file_id')}/view?usp=sharing`,
    headRevision: ids.issue('commit_id'),
    owners: [{ emailAddress: ids.email() }],
  }
}

/** A mail. */
export function mail({ random, ids }: Writer): object {
  const [firstName, lastName] = person(random)
  return {
    messageId: ids.issue('message_id'),
    threadId: ids.issue('record_id'),
    from: `${firstName} ${lastName} <${ids.email()}>`,
    to: several(random, 3, () => ids.email()),
    subject: `Re: ${words(random, 4)} ${ids.issue('order_id')}`,
    body: `Dear ${firstName},\n\n${prose(random, 100 + random.below(900))}\n\nBest,\n${lastName}`,
  }
}

/** One line of a log. */
export function logLine({ random, ids }: Writer): string {
  const level = random.pick(['INFO', 'INFO', 'INFO', 'DEBUG', 'WARN', 'ERROR'])
  const place = `${word(random)}.${word(random)}:${random.below(900)}`
  const trace = random.chance(0.5) ? ` trace=${ids.issue('record_id')}` : ''
  const url = random.chance(0.2)
    ? ` GET /api/v2/tickets/${ids.issue('ticket_id')}?page=${random.below(9)}`
    : ''
  return `${day(random)}T${time(random)}.${random.below(1000)}Z ${level} [${place}]${url}${trace} ${words(random, 4 + random.below(8))}`
}
