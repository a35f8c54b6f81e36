import { HandrailError } from '@handrail/core'
import type { Invocation, Log, Notification, Result } from 'sarif'
import type { Problem } from '../conversation.ts'
import type { ReplayedCall } from '../replay/replayed-call.ts'
import { locationOf } from './location.ts'
import { faultOf, resultOf } from './result.ts'
import { rules } from './rules.ts'
import type { Values } from './text.ts'

/** How findings are written as SARIF. All may be left out. */
export interface SarifOptions {
  /**
   * Whether values are shown, or their shapes alone (`INC#######`). `'masked'` by default: SARIF is made to be uploaded,
   * and recordings hold ids of customers and secrets.
   */
  readonly values?: Values
  /** Writes supported arguments as well, as passed results whose code flow begins where the value stands. */
  readonly supported?: boolean
  /** The policy whose decision makes the level: `error` where it withholds, `warning` where it warns. */
  readonly policy?: string
  /** So many results are written; the others are counted. 25,000 by default: what code scanning of GitHub takes. */
  readonly maxResults?: number
  /** What could not be read, to be written as notifications. */
  readonly problems?: Iterable<Problem>
  /** The version of the program that writes it. */
  readonly toolVersion?: string
}

const MOST_RESULTS = 25_000

/**
 * Findings of a replay as SARIF 2.1.0, which editors and code scanning show: one result for each unsupported argument, at
 * the line of its conversation. Nothing in it is taken for a link or a placeholder, whatever a model wrote.
 *
 * @param findings of a replay, such as a report's `flagged.listed`.
 * @throws HandrailError `INVALID_OPTION` for options that cannot be.
 *
 * @example
 * writeFileSync('handrail.sarif', JSON.stringify(toSarif(report.flagged.listed, { problems: report.problems.listed })))
 */
export function toSarif(findings: Iterable<ReplayedCall>, options: SarifOptions = {}): Log {
  const { values = 'masked', supported = false, policy, maxResults = MOST_RESULTS, problems = [] } = options
  check(values, maxResults)
  const results: Result[] = []
  let leftOut = 0
  const add = (make: () => Result) => {
    if (results.length < maxResults) results.push(make())
    else leftOut++
  }
  for (const call of findings) {
    for (const arg of call.origins)
      if (supported || arg.stance === 'UNSUPPORTED') add(() => resultOf(call, arg, { values, policy }))
    if (call.faults && call.faults.length > 0) add(() => faultOf(call))
  }
  const driver = {
    name: 'Handrail',
    informationUri: 'https://github.com/handrail-ai/handrail',
    rules: [...rules],
    ...(options.toolVersion !== undefined && { version: options.toolVersion }),
  }
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        // Columns are not used, but viewers want to know.
        columnKind: 'utf16CodeUnits',
        results,
        invocations: [invocationOf(problems, leftOut)],
      },
    ],
  }
}

function invocationOf(problems: Iterable<Problem>, leftOut: number): Invocation {
  const notifications = [...problems].map(
    ({ place, message, lost }): Notification => ({
      level: lost ? 'error' : 'note',
      // Not taken for links and placeholders either.
      message: { text: message.replaceAll(/[[\]{}\\]/g, "'") },
      locations: [locationOf(place)],
    }),
  )
  if (leftOut > 0)
    notifications.push({
      level: 'warning',
      message: { text: `${leftOut} more results were left out.` },
    })
  return { executionSuccessful: true, toolExecutionNotifications: notifications }
}

function check(values: Values, maxResults: number): void {
  if (values !== 'masked' && values !== 'plain')
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`values\` to be one of masked, plain, got ${JSON.stringify(values)}.`,
    )
  if (!Number.isSafeInteger(maxResults) || maxResults < 0)
    throw new HandrailError(
      'INVALID_OPTION',
      `Expected \`maxResults\` to be an integer from 0, got ${maxResults}.`,
    )
}
