import { type Problem, readCases, type ScoreReport, scoreCases } from '@handrail/eval'
import type { EvalOptions } from '../commands/eval.ts'
import { InputError } from '../errors.ts'
import type { Io } from '../io.ts'
import { jsonOf } from '../output/json.ts'
import { count, counted, percent, signed } from '../output/numbers.ts'
import { tellProblems } from '../output/problems.ts'
import { safe } from '../output/safe.ts'
import { table } from '../output/table.ts'
import { wrapped } from '../output/wrapped.ts'
import { CONFIGURED, choosePolicies } from '../settings/policies.ts'
import { policyUnder } from '../settings/policy-under.ts'

/** Scores policies on labelled cases: exit code 1 when one of them does more harm than good. */
export async function evaluate(file: string, options: EvalOptions, io: Io): Promise<number> {
  const { config, policies } = await choosePolicies(options, [CONFIGURED, 'default'])
  // The default policy is what is configured where nothing is.
  const chosen = Object.entries(policies).slice(0, options.policy ? undefined : 1)
  const scores: { policy: string; score: ScoreReport }[] = []
  let problems: Problem[] = []
  for (const [policy, guard] of chosen) {
    problems = []
    const cases = readCases(file, { onProblem: (problem) => problems.push(problem) })
    scores.push({ policy, score: await scoreCases(cases, policyUnder(guard, options.effect)) })
  }
  const isLossy = await tellProblems(problems, io.err)
  if (scores[0]?.score.n === 0 && !isLossy)
    throw new InputError(`Expected ${safe(file)} to hold a case a line, got none.`)
  const isHarmful = scores.some(({ score }) => score.netHarmful)
  const { effect } = options
  if (options.json) {
    const fields = { config: config.file ?? null, effect, netHarmful: isHarmful, policies: scores, problems }
    await io.out.write(jsonOf('eval', fields))
  } else if (scores[0]?.score.n !== 0) await io.out.write(asText(scores, options, io))
  return isLossy ? 2 : isHarmful ? 1 : 0
}

function asText(
  scores: readonly { policy: string; score: ScoreReport }[],
  { effect }: EvalOptions,
  io: Io,
): string {
  const { colours, width } = io.out
  const [first] = scores
  const { n, grid } = first?.score ?? { n: 0, grid: { trueRelevant: 0, trueIrrelevant: 0, falseFlag: 0 } }
  const rows = scores.map(({ policy, score }) => [
    safe(policy),
    colours[score.netHarmful ? 'red' : 'green'](signed(score.netTaskDelta, 3)),
    count(score.actuation.actuated),
    count(score.actuation.recovered),
    percent(score.rates.wastedDisruptionRate),
    percent(score.rates.coverage),
    score.netHarmful ? colours.red('net harmful') : 'ok',
  ])
  const columns = [
    { title: 'policy' },
    { title: 'net task delta', align: 'right' },
    { title: 'withheld', align: 'right' },
    { title: 'recovered', align: 'right' },
    { title: 'wasted', align: 'right' },
    { title: 'coverage', align: 'right' },
    { title: 'verdict' },
  ] as const
  const summary = `${counted(n, 'case')} of ${effect} tools: ${count(grid.trueRelevant)} minted and it mattered, ${count(grid.trueIrrelevant)} minted and it did not, ${count(grid.falseFlag)} not minted.`
  return `${wrapped(summary, width)}

${table(columns, rows, { width, bold: colours.bold })}

${wrapped('Net task delta is in solved tasks per case: what acting won, less what it cost. 0 is what doing nothing gives.', width)}
`
}
