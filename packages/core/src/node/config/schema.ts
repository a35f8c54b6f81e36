import { z } from 'zod'

const rung = z.string('to be the name of a rung').describe('The name of a rung, in any case.')
const words = z.array(z.string('to be text'), 'to be a list of texts')
const flag = z.boolean('to be true or false')
const text = z.string('to be text')
const repeat = z.enum(['dispatch', 'hold'])
const timeout = z
  .custom<number | 'infinity'>(
    (value) => value === 'infinity' || (typeof value === 'number' && value > 0),
    'to be a number of milliseconds above 0, or "infinity"',
  )
  .meta({
    description:
      'Milliseconds until a handler that has not answered is passed over; "infinity" waits. 30000 by default.',
    anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { const: 'infinity' }],
  })
const count = z
  .custom<number>((n) => Number.isSafeInteger(n) && (n as number) >= 0, 'to be an integer from 0')
  .meta({
    description:
      'How many answers of ours a conversation may hold before further writes just run. 20 by default.',
    type: 'integer',
    minimum: 0,
  })

const table = <Shape extends z.core.$ZodShape>(shape: Shape) => z.strictObject(shape, 'to be a table')
const tableOf = <Value extends z.ZodType>(value: Value) => z.record(z.string(), value, 'to be a table')

/** Something that is converted as the format's first reader did it; editors are told what it should be. */
const lenient = (type: string, description: string) => z.unknown().meta({ type, description })

/** One rung. Keys that we do not know are left alone. */
const rungTable = z
  .looseObject(
    {
      rank: lenient('integer', 'Disruption cost: lower is gentler, unique. WARN has 10, BLOCK has 20.'),
      summary: lenient('string', 'One line: what the rung means.'),
      actuation: lenient('string', 'One line: what a host does on this rung.'),
      dispatches: lenient('boolean', 'Whether the real call still runs. true by default.'),
      returns_synthetic: lenient(
        'boolean',
        'Whether a corrective result stands in for the withheld call. false by default.',
      ),
      see_also: lenient('array', 'Names of related pages.'),
    },
    'to be a table',
  )
  .partial()
  .meta({ required: ['rank'] })

const toolTable = table({
  effect: z.enum(['read', 'write', 'destructive']).describe('What the tool does to the world.'),
  round_trip: flag.describe(
    'Whether the tool gives back what the model stored in it, so that an echo proves nothing.',
  ),
  author: z
    .enum(['environment', 'model'])
    .describe("Who writes the tool's text. A model's is never evidence."),
  input_schema: tableOf(z.unknown()).describe(
    "The tool's JSON Schema, where the framework does not hand it over.",
  ),
  args: tableOf(z.enum(['reference', 'new_key', 'quantity', 'free_text'])).describe(
    'What arguments are for, by name or dotted path. Only a reference is judged.',
  ),
}).partial()

/** What `handrail.toml` and `handrail.json` may hold. */
export const configSchema = table({
  $schema: text.describe('The JSON Schema of this file, for editors.'),
  handler: text
    .min(1, 'to be the name of a handler')
    .describe('Who turns decisions into effects: observe (default), enforce, or a plug-in.'),
  handler_timeout_ms: timeout,
  max_actuations: count,
  trust_annotations: flag.describe(
    "Whether a server may call its tool milder than the tool's name says. false by default.",
  ),
  policy: table({
    on_high_confidence: rung.describe('The rung for a whole value that traces to nothing. BLOCK by default.'),
    on_low_confidence: rung.describe('The rung for a value of which something traces. WARN by default.'),
    on_none: rung.describe('The rung for a call in which nothing was minted. OBSERVE by default.'),
    floor: rung.describe('The gentlest rung that a minted value may get. WARN by default.'),
    ceiling: rung.describe('The harshest rung that a minted value may get. BLOCK by default.'),
  }).partial(),
  ceilings: table({
    write: rung.describe('The harshest rung for tools that write. WARN by default.'),
    destructive: rung.describe(
      'The harshest rung for destructive tools. BLOCK by default; DEFER where policy.ceiling is DEFER.',
    ),
  }).partial(),
  repeat: table({
    write: repeat.describe('What a repeated write gets: dispatch (default) lets it run.'),
    destructive: repeat.describe('What a repeated destructive call gets: hold (default) withholds it again.'),
  }).partial(),
  intervention: tableOf(rungTable).describe(
    'Rungs to add to the built-in OBSERVE, WARN, BLOCK and DEFER, by name.',
  ),
  provenance: table({
    id_words: words.describe('Last words of names that hold ids, such as sku.'),
    numbered_things: words.describe('Things whose number, no, num or code is an id, such as order.'),
    quantity_words: words.describe('Last words of names that hold amounts, such as price.'),
    content_words: words.describe('Last words of names that hold text, such as note.'),
    naming_words: words.describe('Last words of names that the model is free to choose, such as title.'),
    kind_words: words.describe(
      'Last words of names whose values name a kind that everybody knows, such as model.',
    ),
    units: words.describe('Units behind a number, such as kg.'),
    role_mailboxes: words.describe('Mailboxes that every domain may have, such as support.'),
    well_known_literals: words.describe(
      'Values that look like ids and are known to everybody, such as sha256.',
    ),
  }).partial(),
  tools: tableOf(toolTable).describe('What is known of tools, by their name.'),
  ledger: table({
    file: text
      .min(1, 'to be the path of a file')
      .describe('The JSON Lines file that every judged call is written to, relative to this file.'),
    values: z
      .enum(['digest', 'plain'])
      .describe('Whether values are written as digests (default) or as they are.'),
    key_env: text
      .min(1, 'to be the name of an environment variable')
      .describe(
        'The environment variable that holds the key of the digests. Without one, each file gets a random key.',
      ),
  }).partial(),
}).partial()

/** A configuration file, as it is written. */
export type ConfigFile = z.output<typeof configSchema>
