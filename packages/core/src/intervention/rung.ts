import { checkFields, expected } from '../errors.ts'
import { Intervention, isIntervention } from './vocabulary.ts'

/** One rung of a ladder, as data. A host reads what to do off the data, never off the name. */
export interface InterventionSpec {
  /** The name, as it was declared. */
  readonly token: string
  /** The name that look-ups compare: trimmed, upper case. */
  readonly key: string
  /** Disruption cost: an integer from 0, lower is gentler, unique within a ladder. */
  readonly rank: number
  /** One line: what the rung means. */
  readonly summary: string
  /** One line: what a host does on this rung. */
  readonly actuation: string
  /** Whether the real call still runs. */
  readonly dispatches: boolean
  /** Whether a corrective result stands in for the withheld call. Never true for a rung that dispatches. */
  readonly returnsSynthetic: boolean
  /** Names of related pages. */
  readonly seeAlso: readonly string[]
}

/** What declares a rung; all but `token`, `rank` and `dispatches` may be left out. */
export type InterventionSpecFields = Pick<InterventionSpec, 'token' | 'rank' | 'dispatches'> &
  Partial<Omit<InterventionSpec, 'key'>>

const fieldNames = [
  'token',
  'key',
  'rank',
  'summary',
  'actuation',
  'dispatches',
  'returnsSynthetic',
  'seeAlso',
]

/**
 * Makes one rung.
 *
 * @throws HandrailError `INVALID_LADDER` when the token is empty, the rank is no integer from 0, or a
 * synthetic result is promised for a call that runs.
 */
export function interventionSpec(fields: InterventionSpecFields): InterventionSpec {
  checkFields('INVALID_LADDER', 'rung', fields, fieldNames)
  const { token, rank, dispatches, returnsSynthetic = false } = fields
  if (typeof token !== 'string' || token.trim() === '')
    throw expected('INVALID_LADDER', 'rung.token', 'to be a non-empty string', token)
  const field = (name: string) => `rung ${token.trim()}.${name}`
  if (!Number.isSafeInteger(rank) || rank < 0)
    throw expected('INVALID_LADDER', field('rank'), 'to be an integer from 0', rank)
  for (const [name, value] of Object.entries({ dispatches, returnsSynthetic }))
    if (typeof value !== 'boolean')
      throw expected('INVALID_LADDER', field(name), 'to be true or false', value)
  if (returnsSynthetic && dispatches)
    throw expected(
      'INVALID_LADDER',
      field('returnsSynthetic'),
      'to be false on a rung that dispatches the call, because a synthetic result replaces a withheld one',
      returnsSynthetic,
    )
  return Object.freeze({
    token,
    key: token.trim().toUpperCase(),
    rank,
    summary: fields.summary ?? '',
    actuation: fields.actuation ?? '',
    dispatches,
    returnsSynthetic,
    seeAlso: Object.freeze([fields.seeAlso ?? []].flat()),
  })
}

/**
 * Which of the four a rung is carried out as: its own name when it is one of them, else what its data says,
 * so that a rung a host added needs no new code anywhere.
 */
export function interventionOf(rung: InterventionSpec): Intervention {
  if (isIntervention(rung.key)) return rung.key
  if (rung.dispatches) return Intervention.WARN
  return rung.returnsSynthetic ? Intervention.BLOCK : Intervention.DEFER
}
