import { type GuardOptions, HandrailError } from '@handrail/core'
import { presetPolicies } from '../replay/presets.ts'
import { type MapOptions, mapConversations } from '../work/map-conversations.ts'
import { idsOfFiles } from './ids-of-files.ts'
import { filesToReadAgain, judgeMints } from './judge-mints.ts'
import type { Assumptions } from './net-delta.ts'
import { addProblem } from './problem-tally.ts'
import type { CalibrationReport } from './report.ts'
import { reportOf } from './report-of.ts'
import type { Range } from './report-shares.ts'
import { type Acting, rungsOf } from './rungs-of.ts'
import { type CalibrationSetup, knowledgeOf } from './setup.ts'
import { addTally, emptyTally } from './tally.ts'

/** How far a calibration has come. */
export interface CalibrationProgress {
  /** Bytes that were read, of `totalBytes`. */
  readonly bytes: number
  readonly totalBytes: number
  readonly conversations: number
  readonly calls: number
}

/** Options of a calibration. All may be left out. */
export interface CalibrateOptions extends Pick<MapOptions, 'format' | 'workers' | 'signal'> {
  /** The options of the guard that is to be calibrated: what it knows decides every verdict. Handlers are not asked. */
  readonly options?: GuardOptions
  /**
   * Other ways to act on the same verdicts, by name: of these options only `policy`, `ladder` and `ceilings` count.
   * `presetPolicies` by default.
   */
  readonly policies?: Readonly<Record<string, GuardOptions>>
  /** Draws other mints, and another sample of them. 1 by default. */
  readonly seed?: number
  /** So many mints of every family are injected into calls that write, and into calls that destroy. 200 by default. */
  readonly injections?: number
  /**
   * What is known of flags from labels or from runs on both arms, as ranges from 0 to 1. `[0, 1]` by default: then the
   * band of the net task delta holds whatever is true.
   */
  readonly assume?: Partial<Assumptions>
  /** The most disruption without need that a judged call may have to expect, from 0 to 1. 0.01 by default. */
  readonly budget?: number
  /** Told about every four megabytes, and at the end; not while lines are read again to judge the mints that are left. */
  readonly onProgress?: ((progress: CalibrationProgress) => void) | undefined
}

/** The name of the user's own policy in a report. */
const YOURS = 'yours'
const BUDGET = 0.01
const INJECTIONS = 200

/**
 * Calibrates a guard on recorded conversations: how often it flags calls as they were, how many injected mints it finds,
 * between which net effects each policy lies, and which policy the evidence warrants. Nothing is run.
 *
 * Files are streamed, in memory that does not grow with them, and all cores work. The same files, options and seed give the
 * same report, whatever the order of the files and the number of workers.
 *
 * @param files recorded conversations, in any of the formats.
 * @throws HandrailError when an option is wrong. What `onProgress` throws ends the calibration, as does the signal.
 *
 * @example
 * const { recommendation } = await calibrate(['runs.jsonl'])
 * console.log(recommendation.reason)
 */
export async function calibrate(
  files: readonly string[],
  options: CalibrateOptions = {},
): Promise<CalibrationReport> {
  const { policies = presetPolicies(), seed = 1, onProgress, format, workers, signal } = options
  const injections = checked('injections', options.injections ?? INJECTIONS, 1, 100_000, true)
  const budget = checked('budget', options.budget ?? BUDGET, 0, 1)
  checked('seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, true)
  const assumed = assumptionsOf(options.assume)
  const given = options.options ?? {}
  const knowledge = knowledgeOf(YOURS, given)
  if (Object.hasOwn(policies, YOURS))
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`policies\` to name none "${YOURS}": that is what \`options\` are called.`,
    )
  const acting = [[YOURS, given] as const, ...Object.entries(policies)]
  for (const [name, policy] of acting) checkPolicy(name, policy)
  const ids = await idsOfFiles(files, knowledge, { format, signal })
  const again = await filesToReadAgain(files)
  const setup: CalibrationSetup = { knowledge, seed, injections, ids, again }
  const tally = emptyTally(injections)
  for await (const part of mapConversations('calibrate', setup, files, { format, workers, signal })) {
    if (part.problem) addProblem(tally.problems, part.problem)
    if (part.result) addTally(tally, part.result)
    const { successful, failed, unrated } = tally.conversations
    const conversations = successful + failed + unrated
    onProgress?.({ bytes: part.bytesRead, totalBytes: part.totalBytes, conversations, calls: tally.calls })
  }
  await judgeMints(tally, knowledge, { format, workers, signal })
  return reportOf(tally, { seed, policies: acting, assumed, budget })
}

function checkPolicy(name: string, acting: Acting): void {
  try {
    rungsOf(acting)
  } catch (cause) {
    if (!HandrailError.isInstance(cause)) throw cause
    throw new HandrailError(cause.code, `In the policy ${JSON.stringify(name)}: ${cause.message}`, { cause })
  }
}

function assumptionsOf(given: Partial<Assumptions> = {}): Assumptions {
  const range = (name: keyof Assumptions): Range => {
    const ends: unknown = given[name] ?? [0, 1]
    const [from, to] = Array.isArray(ends) ? ends : []
    if (typeof from === 'number' && typeof to === 'number' && from >= 0 && from <= to && to <= 1)
      return [from, to]
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`assume.${name}\` to be two rates from 0 to 1, the lower first, got ${JSON.stringify(ends)}.`,
    )
  }
  return { minted: range('minted'), mattered: range('mattered'), recovered: range('recovered') }
}

function checked(name: string, value: number, from: number, to: number, whole = false): number {
  if (value >= from && value <= to && (!whole || Number.isSafeInteger(value))) return value
  throw new HandrailError(
    'INVALID_OPTION',
    `Expected \`${name}\` to be ${whole ? 'an integer' : 'a number'} from ${from} to ${to}, got ${value}.`,
  )
}
