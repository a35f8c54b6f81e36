import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const spec = z.object({
  token: z.string(),
  rank: z.number(),
  dispatches: z.boolean(),
  returnsSynthetic: z.boolean(),
})
const specs = z.array(spec)
const policy = z.object({
  onHighConfidence: z.string(),
  onLowConfidence: z.string(),
  onNone: z.string(),
  floor: z.string(),
  ceiling: z.string(),
})
const proposal = z.object({
  intervention: z.enum(['OBSERVE', 'WARN', 'BLOCK', 'DEFER']),
  dispatchCall: z.boolean(),
  syntheticResult: z.record(z.string(), z.unknown()).nullable(),
})
const texts = z.object({ note: z.string(), handler: z.string(), reason: z.string() })
const decision = z.object({ rung: z.string(), reason: z.string() })
const handler = z.discriminatedUnion('does', [
  z.object({ name: z.string(), does: z.literal('throw'), message: z.string() }),
  z.object({
    name: z.string(),
    does: z.literal('returnOther'),
    what: z.enum(['null', 'object', 'string', 'number', 'true', 'decision']),
  }),
  z.object({ name: z.string(), does: z.literal('return'), proposal: proposal.extend(texts.shape) }),
])
const onLadder = z.object({ ladder: z.string(), token: z.string() })

/** What each kind of vector takes. */
const inputs = {
  'policy.construct': policy,
  'policy.default': z.object({}),
  'policy.validateAgainst': z.object({ policy, ladder: z.string() }),
  'spec.construct': spec,
  'ladder.construct': z.object({ specs, defaultToken: z.string() }),
  'ladder.extend': z.object({ ladder: z.string(), more: specs }),
  'ladder.get': onLadder,
  'ladder.getNull': z.object({ ladder: z.string(), token: z.null() }),
  'ladder.isKnown': onLadder,
  'ladder.rankOf': onLadder,
  'ladder.dispatches': onLadder,
  'ladder.actuates': onLadder,
  'ladder.returnsSynthetic': onLadder,
  'ladder.disruptionCost': onLadder,
  'ladder.disruptionCostRaw': onLadder,
  'ladder.default': z.object({ ladder: z.string() }),
  'ladder.clamp': onLadder.extend({ floor: z.string(), ceiling: z.string() }),
  'ladder.escalate': onLadder.extend({ by: z.number() }),
  'ladder.deEscalate': onLadder.extend({ by: z.number() }),
  assessConfidence: z.object({ verdict: z.string() }),
  choose: z.object({ verdict: z.string(), policy, ladder: z.string() }),
  syntheticCorrectiveResult: z.object({
    verdict: z.string(),
    toolName: z.string(),
    readToolHint: z.string(),
  }),
  specsFromTable: z.object({ table: z.record(z.string(), z.unknown()) }),
  'effectProposal.construct': proposal,
  runHandler: z.object({ decision, handler }),
  observeHandler: z.object({ decision }),
  resolveHandler: z.object({ name: z.string() }),
  activeHandlerNames: z.object({}),
} as const

type Inputs = { readonly [Kind in keyof typeof inputs]: z.infer<(typeof inputs)[Kind]> }

/** The name of a kind of vector. */
export type VectorKind = keyof Inputs

/** One input with the reference's answer. */
export type Vector = {
  readonly [Kind in VectorKind]: {
    readonly id: string
    readonly kind: Kind
    readonly input: Inputs[Kind]
    readonly expect: { readonly ok: unknown } | { readonly throws: true }
    /** The point of kernel.md that overrides the reference's answer. */
    readonly overriddenBy?: number
  }
}[VectorKind]

const verdict = z.object({
  believe: z.boolean(),
  unsupported: z.array(z.string()),
  args: z.array(
    z.object({
      argName: z.string(),
      stance: z.enum(['SUPPORTED', 'UNSUPPORTED', 'ABSTAIN']),
      componentsChecked: z.array(z.string()),
      componentsUnmatched: z.array(z.string()),
      matchedIn: z.array(z.enum(['TOOL_RESULT', 'TASK_TEXT'])),
    }),
  ),
})

/** A verdict by name, with the fields that the kernel reads. */
export type VerdictFixture = z.infer<typeof verdict>

const file = z.object({
  fixtures: z.object({
    verdicts: z.record(z.string(), verdict),
    ladders: z.record(z.string(), z.object({ specs, defaultToken: z.string() })),
  }),
  vectors: z.array(
    z
      .object({
        id: z.string(),
        kind: z.enum(Object.keys(inputs) as [VectorKind, ...VectorKind[]]),
        input: z.unknown(),
        expect: z.union([z.strictObject({ throws: z.literal(true) }), z.strictObject({ ok: z.unknown() })]),
        overriddenBy: z.int().optional(),
      })
      .transform((vector) => ({ ...vector, input: inputs[vector.kind].parse(vector.input) }) as Vector),
  ),
})

/** The vectors and the fixtures that they name. */
export type InterventionVectors = z.infer<typeof file>

/** Where the vectors are, or why they are not there. */
export function vectorsPath(): { readonly path: string } | { readonly missing: string } {
  const folder = process.env.HANDRAIL_DATA
  if (!folder)
    return { missing: 'HANDRAIL_DATA is not set: the recorded answers of the reference are not compared' }
  const path = join(folder, 'vectors', 'intervention.dev.json')
  return existsSync(path) ? { path } : { missing: `${path} is not there` }
}

/** Reads and checks the vectors: the file comes from outside. */
export function loadInterventionVectors(path: string): InterventionVectors {
  return file.parse(JSON.parse(readFileSync(path, 'utf8')))
}
