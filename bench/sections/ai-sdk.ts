import { type HostName, hosts } from '../ai-sdk/hosts.ts'
import { type Run, runGuarded, runIndexing, runPlain, runTimed, type Way, ways } from '../ai-sdk/runs.ts'
import { CALLS, type Workload, workloads } from '../ai-sdk/workload.ts'
import { median } from '../measure/median.ts'

/** What the guard adds to a loop of tool calls of the Vercel AI SDK. */
export interface AiSdkRow {
  readonly host: HostName
  readonly way: Way
  readonly results: Workload['results']
  readonly ids: Workload['ids']
  /** Microseconds a call without a guard, the mock model's among them. */
  readonly sdk: number
  /** Microseconds of the guard a call, measured within a run. */
  readonly guard: number
  /** The guard's time, divided by the rest of the same run. */
  readonly share: number
  /** What a run with a guard takes beyond the one without in the same round, divided by the latter. */
  readonly wholeRuns: number
  /** The guard's time, divided by what it takes to index the same results once, in a run of the same round. */
  readonly overIndexing: number
  /** The guard's time in the last ten calls of a run, divided by that in the first ten. */
  readonly growth: number
  /** The same of the run without a guard. */
  readonly sdkGrowth: number
}

/** How many calls at each end of a run are compared. */
const END = 10
/** The first rounds are for the compiler: a server that lives for minutes has long had its own. */
const WARM_UP = 5

interface Round {
  readonly plain: Run
  readonly guarded: Run
  readonly timed: Awaited<ReturnType<typeof runTimed>>
  readonly indexing: number
}

interface Case {
  readonly host: HostName
  readonly way: Way
  readonly workload: Workload
}

/**
 * Measures loops of a hundred steps with one call each, with and without a guard in turn. Every figure is the median of
 * the rounds, and every ratio is one of times of the same round.
 *
 * @param count how many rounds.
 */
export async function measureAiSdk(count: number): Promise<AiSdkRow[]> {
  const cases = workloads().flatMap((workload) =>
    (Object.keys(hosts) as HostName[]).flatMap((host) =>
      (Object.keys(ways) as Way[]).map((way) => ({ host, way, workload, rounds: [] as Round[] })),
    ),
  )
  for (let round = -WARM_UP; round < count; round++)
    for (const { rounds, ...each } of cases) {
      const made = await measureRound(each, round % 2 === 0)
      if (round >= 0) rounds.push(made)
    }
  return cases.map(({ host, way, workload: { results, ids }, rounds }) => ({
    ...{ host, way, results, ids },
    ...figuresOf(rounds),
  }))
}

/** Who comes later pays for the garbage of who was before, so the order changes from round to round. */
async function measureRound({ host, way, workload }: Case, plainFirst: boolean): Promise<Round> {
  const run = hosts[host]
  const early = plainFirst ? await runPlain(run, workload) : undefined
  const guarded = await runGuarded(run, workload, way)
  const plain = early ?? (await runPlain(run, workload))
  const timed = await runTimed(run, workload, way)
  return { plain, guarded, timed, indexing: await runIndexing(run, workload) }
}

function figuresOf(rounds: readonly Round[]): Omit<AiSdkRow, 'host' | 'way' | 'results' | 'ids'> {
  const middle = (figure: (round: Round) => number) => median(rounds.map(figure))
  return {
    sdk: middle(({ plain }) => (1000 * plain.total) / CALLS),
    guard: middle(({ timed }) => (1000 * timed.guard.total) / CALLS),
    share: middle(({ timed: { total, guard } }) => guard.total / (total - guard.total)),
    wholeRuns: middle(({ plain, guarded }) => (guarded.total - plain.total) / plain.total),
    overIndexing: middle(({ timed, indexing }) => timed.guard.total / indexing),
    growth: middle(({ timed }) => growthOf(timed.guard.byCall)),
    sdkGrowth: middle(({ plain }) => growthOf(plain.steps)),
  }
}

/** The last of some figures, divided by the first. */
function growthOf(figures: readonly number[]): number {
  return sumOf(figures.slice(-END)) / sumOf(figures.slice(0, END))
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0)
