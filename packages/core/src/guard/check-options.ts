import { z } from 'zod'
import type { EnforcementHandler } from '../enforcement/handler.ts'
import { HandrailError, show } from '../errors.ts'
import { wordsOfName } from '../evidence/name-kind.ts'
import type { InterventionLadder } from '../intervention/ladder.ts'
import type { ProvenancePolicy } from '../provenance/policy.ts'
import type { GuardOptions } from './options.ts'

const fn = <T>() => z.custom<T>((value) => typeof value === 'function', 'to be a function')
const handler = z.custom<EnforcementHandler>(
  (value) =>
    typeof value === 'object' && value !== null && typeof (value as EnforcementHandler).handle === 'function',
  'to be a handler: an object with a `name` and a function `handle`',
)
const repeatRule = z.enum(['dispatch', 'hold']).optional()
const traits = z.strictObject({
  effect: z.enum(['read', 'write', 'destructive']).optional(),
  roundTrip: z.boolean().optional(),
  author: z.enum(['environment', 'model']).optional(),
  inputSchema: z.record(z.string(), z.unknown()).optional(),
  args: z.record(z.string(), z.enum(['reference', 'newKey', 'quantity', 'freeText'])).optional(),
})
const listOf = (entry: RegExp, expectation: string) =>
  z.array(z.string().regex(entry, expectation)).readonly().optional()
const wordList = listOf(/\p{L}/u, 'to be a word or several, as they stand in names')

const shape = z.strictObject({
  handler: z.union([z.string(), handler], 'to be the name of a handler, or a handler').optional(),
  handlers: z.array(handler).readonly().optional(),
  handlerTimeoutMs: z
    .custom<number>(
      (ms) => typeof ms === 'number' && ms > 0,
      'to be a number of milliseconds above 0, or Infinity',
    )
    .optional(),
  policy: z
    .custom<object>((value) => typeof value === 'object' && value !== null, 'to be a policy, or its fields')
    .optional(),
  ladder: z
    .custom<InterventionLadder>(
      (value) => typeof (value as InterventionLadder | null)?.rankOf === 'function',
      'to be an InterventionLadder',
    )
    .optional(),
  ceilings: z.strictObject({ write: z.string().optional(), destructive: z.string().optional() }).optional(),
  repeat: z.strictObject({ write: repeatRule, destructive: repeatRule }).optional(),
  maxActuations: z
    .custom<number>((n) => Number.isSafeInteger(n) && (n as number) >= 0, 'to be an integer from 0')
    .optional(),
  tools: z.record(z.string(), traits).optional(),
  trustAnnotations: z.boolean().optional(),
  provenance: z
    .strictObject({
      idWords: wordList,
      numberedThings: wordList,
      quantityWords: wordList,
      contentWords: wordList,
      namingWords: wordList,
      kindWords: wordList,
      units: listOf(/^\s*[^\s\p{N}]+\s*$/u, 'to be a unit, without a number'),
      roleMailboxes: listOf(/^\s*[^\s@]+\s*$/, 'to be what stands before the @ of an address'),
      wellKnownLiterals: listOf(/^\s*\S+\s*$/, 'to be a value without white space'),
    })
    .optional(),
  extraEvidence: z
    .union(
      [z.string(), z.array(z.string()).readonly(), fn()],
      'to be a string, strings, or a function that returns them',
    )
    .optional(),
  onRecord: z.union([fn(), z.array(fn()).readonly()], 'to be a function, or a list of functions').optional(),
})

/**
 * Checks the options of a guard.
 *
 * @throws HandrailError `INVALID_OPTION` that names the field, what was expected and what came.
 */
export function checkOptions(options: GuardOptions): GuardOptions {
  const { error } = shape.safeParse(options)
  const issue = error?.issues[0]
  if (!issue) {
    checkWords(options.provenance)
    return options
  }
  const path = issue.path.map(String)
  const field = ['options', ...path].join('.')
  if (issue.code === 'unrecognized_keys')
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`${field}\` to have no fields but ${knownFields(path).join(', ')}, got ${issue.keys.map(show).join(', ')}.`,
    )
  const got = path.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key],
    options,
  )
  const expectation =
    issue.code === 'invalid_type'
      ? `to be ${issue.expected}`
      : issue.code === 'invalid_value'
        ? `to be one of ${issue.values.map(String).join(', ')}`
        : issue.message.startsWith('to be ')
          ? issue.message
          : `to be valid (${issue.message})`
  throw new HandrailError('INVALID_OPTION', `Expected \`${field}\` ${expectation}, got ${show(got)}.`, {
    cause: error,
  })
}

/** A word in two lists would mean whatever stands first: a mistake. */
function checkWords(policy: ProvenancePolicy | undefined): void {
  const { idWords, quantityWords, contentWords, namingWords, kindWords } = policy ?? {}
  const listed = new Map<string, string>()
  for (const [list, entries] of Object.entries({
    idWords,
    quantityWords,
    contentWords,
    namingWords,
    kindWords,
  }))
    for (const entry of entries ?? []) {
      const word = wordsOfName(entry).join(' ')
      const other = listed.get(word) ?? list
      if (other !== list)
        throw new HandrailError(
          'INVALID_OPTION',
          `Expected \`options.provenance.${list}\` to have no words of \`${other}\`, got ${show(entry)}.`,
        )
      listed.set(word, list)
    }
}

/** The fields that the options have at a place, for the sentence that says which one is unknown. */
function knownFields(path: readonly string[]): string[] {
  const [first, , ...rest] = path
  if (first === undefined) return Object.keys(shape.shape)
  if (first === 'tools' && rest.length === 0) return Object.keys(traits.shape)
  const inner = shape.shape[first as keyof typeof shape.shape].unwrap()
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : []
}
