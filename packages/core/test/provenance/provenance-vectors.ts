import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const stance = z.enum(['SUPPORTED', 'UNSUPPORTED', 'ABSTAIN'])
const arg = z.object({ name: z.string(), value: z.unknown(), isReference: z.boolean().optional() })
const input = z.object({
  toolName: z.string(),
  isMutating: z.boolean(),
  args: z.array(arg),
  prior: z.array(z.object({ text: z.string(), source: z.enum(['TOOL_RESULT', 'TASK_TEXT']) })),
})

const answers = z.object({
  vectors: z.array(
    z.object({
      id: z.string(),
      group: z.string(),
      input,
      expect: z.object({
        believe: z.boolean(),
        unsupported: z.array(z.string()),
        args: z.array(z.object({ argName: z.string(), stance })),
      }),
      confidence: z.enum(['HIGH', 'LOW', 'NONE']),
      must: z.literal(true).optional(),
      gradeDiffers: z.literal('R16').optional(),
      differs: z.string().optional(),
      ours: z.record(z.string(), stance).optional(),
    }),
  ),
})

const rung = z.enum(['OBSERVE', 'WARN', 'BLOCK', 'DEFER'])
const entry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('task'), text: z.string(), role: z.enum(['system', 'user']).optional() }),
  z.strictObject({
    kind: z.literal('call'),
    toolCallId: z.string(),
    toolName: z.string(),
    args: z.unknown(),
  }),
  z.strictObject({
    kind: z.literal('result'),
    toolCallId: z.string(),
    toolName: z.string(),
    content: z.unknown(),
    outcome: z.enum(['ok', 'error']).optional(),
    author: z.enum(['environment', 'model']).optional(),
    intervention: rung.optional(),
  }),
  z.strictObject({ kind: z.literal('opaque'), reason: z.enum(['unreadable', 'lost']) }),
])

const holes = z.object({
  vectors: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['mint', 'genuine', 'undecidable']),
      input,
      expect: z.object({ args: z.array(z.object({ argName: z.string(), stance: z.array(stance) })) }),
      why: z.string(),
    }),
  ),
  transcripts: z.array(
    z.object({
      id: z.string(),
      rule: z.string(),
      form: z.string(),
      entries: z.array(entry),
      call: z.object({ toolName: z.string(), isMutating: z.boolean().default(true), args: z.array(arg) }),
      expect: z.object({ arg: z.string(), stance }),
      traits: z.record(z.string(), z.object({ roundTrip: z.boolean() })).optional(),
    }),
  ),
})

/** One input with the answers of the reference and, where they differ, of the rules. */
export type AnswerVector = z.infer<typeof answers>['vectors'][number]
/** What a vector asks. */
export type VectorInput = z.infer<typeof input>
/** A whole conversation with the stance that one argument must get. */
export type HoleTranscript = z.infer<typeof holes>['transcripts'][number]

/** Where a file of vectors is, or why it is not there. */
export function vectorFile(name: string): { readonly path: string } | { readonly missing: string } {
  const folder = process.env.HANDRAIL_DATA
  if (!folder) return { missing: `HANDRAIL_DATA is not set: the vectors of ${name} are not compared` }
  const path = join(folder, 'vectors', name)
  return existsSync(path) ? { path } : { missing: `${path} is not there` }
}

/** Reads and checks the answers: the file comes from outside. */
export function loadAnswers(path: string): z.infer<typeof answers> {
  return answers.parse(JSON.parse(readFileSync(path, 'utf8')))
}

/** Reads and checks the holes: the file comes from outside. */
export function loadHoles(path: string): z.infer<typeof holes> {
  return holes.parse(JSON.parse(readFileSync(path, 'utf8')))
}
