import { z } from 'zod'

const count = z.number().int().nonnegative()
const counts = <const Names extends readonly string[]>(...names: Names) =>
  z.object(Object.fromEntries(names.map((name) => [name, count])) as Record<Names[number], typeof count>)
const listed = <Item extends z.ZodType>(item: Item) => z.object({ listed: z.array(item), leftOut: count })

const place = z.object({ file: z.string(), line: count })
const stance = z.enum(['SUPPORTED', 'UNSUPPORTED', 'ABSTAIN'])
const intervention = z.enum(['OBSERVE', 'WARN', 'BLOCK', 'DEFER'])
const stances = counts('SUPPORTED', 'UNSUPPORTED', 'ABSTAIN')
const effect = z.object({
  effect: z.enum(['read', 'write', 'destructive']),
  from: z.enum(['traits', 'annotations', 'name', 'default']),
})
const originPlace = z.object({
  source: z.enum(['TASK_TEXT', 'TOOL_RESULT']),
  role: z.enum(['system', 'user']).optional(),
  toolName: z.string().optional(),
  toolCallId: z.string().optional(),
  entry: count,
  offset: count.optional(),
  length: count.optional(),
  path: z.array(z.string()).optional(),
  excerpt: z.object({ text: z.string(), start: count, end: count }),
})
const origin = z.object({
  argName: z.string(),
  value: z.string(),
  stance: z.enum(['SUPPORTED', 'UNSUPPORTED']),
  parts: count,
  unseen: z.array(z.string()),
  places: z.array(originPlace),
})
const arg = z.object({
  argName: z.string(),
  stance,
  how: z.enum(['verbatim', 'numeric', 'separator-insensitive', 'derived', 'email']).optional(),
  reason: z.string(),
})

/** A {@link ReplayedCall}, read back. */
export const replayedCallSchema = z.object({
  conversation: z.string(),
  place,
  ...{ call: count, message: count, entry: count },
  toolCallId: z.string(),
  toolName: z.string(),
  effect,
  verdict: z.object({
    believe: z.boolean(),
    unsupported: z.array(z.string()),
    reason: z.string(),
    args: z.array(arg),
  }),
  confidence: z.enum(['HIGH', 'LOW', 'NONE']),
  policies: z.record(z.string(), z.object({ intervention, dispatched: z.boolean(), reason: z.string() })),
  faults: z.array(z.string()).optional(),
  origins: z.array(origin),
})

const some = { conversations: count, calls: count, changing: count, judged: count, flagged: count }

/** A {@link ReplayReport}, read back. */
export const replayReportSchema = z.object({
  kind: z.literal('handrail.replay'),
  version: z.literal(1),
  shards: z.array(z.object({ index: count, of: count.min(1) })).optional(),
  totals: z.object({
    ...{ files: count, bytes: count, ...some },
    confidence: counts('HIGH', 'LOW', 'NONE'),
    stances,
    faults: count,
    successful: z.object(some),
  }),
  policies: z.array(
    z.object({
      policy: z.string(),
      calls: counts('OBSERVE', 'WARN', 'BLOCK', 'DEFER'),
      withheld: count,
      withheldOfSuccessful: count,
    }),
  ),
  tools: z.array(
    z.object({
      tool: z.string(),
      calls: count,
      effects: counts('read', 'write', 'destructive'),
      effectFrom: counts('traits', 'annotations', 'name', 'default'),
      ...{ changing: count, judged: count, flagged: count },
      args: z.array(z.object({ arg: z.string(), calls: count, stances })),
      valuesOfOtherArgs: count,
    }),
  ),
  callsOfOtherTools: count,
  flagged: listed(replayedCallSchema),
  problemKinds: z.array(z.object({ kind: z.string(), times: count, lost: count })),
  problems: listed(z.object({ place, kind: z.string().optional(), message: z.string(), lost: z.boolean() })),
})
