import { z } from 'zod'

export type { LeafValue, Path } from '@handrail/eval/families'

const toolCall = z.object({
  id: z.string().nullish(),
  name: z.string(),
  args: z.unknown(),
})

const message = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'user']), content: z.string() }),
  z.object({
    role: z.literal('assistant'),
    content: z.string().nullish(),
    toolCalls: z.array(toolCall).nullish(),
  }),
  z.object({
    role: z.literal('tool'),
    content: z.unknown(),
    toolCallId: z.string().nullish(),
    toolName: z.string().nullish(),
  }),
])

/** The keys and indices that lead to a value of a call's arguments. The first is the name of an argument. */
const path = z
  .array(z.union([z.string(), z.number().int().nonnegative()]))
  .min(1)
  .readonly()
const leafValue = z.union([z.string(), z.number()])
const index = z.number().int().nonnegative()

/** A recorded conversation with the results that the model saw. */
export const trajectorySchema = z
  .object({
    source: z.string(),
    domain: z.string(),
    model: z.string(),
    id: z.string(),
    /** 1 when every call was right, less when not, null when nobody judged it. */
    reward: z.number().nullable(),
    messages: z.array(message),
    tools: z.array(z.object({ name: z.string(), mutating: z.boolean() })),
  })
  .superRefine(({ messages, tools }, context) => {
    const known = new Set(tools.map(({ name }) => name))
    for (const [at, said] of messages.entries())
      for (const [call, { name }] of (said.role === 'assistant' ? (said.toolCalls ?? []) : []).entries())
        if (!known.has(name))
          context.addIssue({
            code: 'custom',
            path: ['messages', at, 'toolCalls', call, 'name'],
            message: `Expected \`tools\` to list "${name}", so that it is known whether it changes something`,
          })
  })

/** A minted value that was put in place of a real one. */
export const injectionSchema = z.object({
  source: z.string(),
  id: z.string(),
  message: index,
  call: index,
  toolName: z.string(),
  path,
  original: leafValue,
  injected: leafValue,
  family: z.string(),
})

/** What is known of the values of a call that a model wrote by itself. */
export const naturalSchema = z.object({
  source: z.string(),
  id: z.string(),
  model: z.string(),
  message: index,
  call: index,
  toolName: z.string(),
  /** Values that stand nowhere in what the model had read. Empty when the call is grounded. */
  minted: z.array(z.tuple([path, leafValue])),
})

/** A recorded conversation. */
export type Trajectory = z.infer<typeof trajectorySchema>
/** One message of a conversation. */
export type Message = z.infer<typeof message>
/** A minted value that was put in place of a real one. */
export type Injection = z.infer<typeof injectionSchema>
/** What is known of the values of a call that a model wrote by itself. */
export type Natural = z.infer<typeof naturalSchema>
/** A record, and which of the three kinds it is. */
export type TraceRecord =
  | { readonly kind: 'trajectory'; readonly record: Trajectory }
  | { readonly kind: 'injection'; readonly record: Injection }
  | { readonly kind: 'natural'; readonly record: Natural }

/** Recognises a record by its form. Gives what is wrong with it, in words, when it has none of the three. */
export function readRecord(value: unknown): TraceRecord | { readonly kind: 'none'; readonly why: string } {
  const trajectory = trajectorySchema.safeParse(value)
  if (trajectory.success) return { kind: 'trajectory', record: trajectory.data }
  const injection = injectionSchema.safeParse(value)
  if (injection.success) return { kind: 'injection', record: injection.data }
  const natural = naturalSchema.safeParse(value)
  if (natural.success) return { kind: 'natural', record: natural.data }
  // The key that only one kind has tells which one was meant, so that its faults are named and not those of all three.
  const meant = typeof value === 'object' && value !== null ? value : {}
  for (const [key, kind, { error }] of [
    ['messages', 'a conversation', trajectory],
    ['injected', 'an injected value', injection],
    ['minted', 'a call with minted values', natural],
  ] as const)
    if (key in meant) return { kind: 'none', why: `Expected ${kind}:\n${z.prettifyError(error)}` }
  return {
    kind: 'none',
    why: 'Expected a conversation (`messages`), an injected value (`injected`) or a call with minted values (`minted`)',
  }
}
