import { Corpus, createGuard, type Guard } from '@handrail/core'
import { type PutOn, runAgent } from '../langchain/agent.ts'
import { Stopwatch } from '../langchain/stopwatch.ts'
import { type Way, ways } from '../langchain/ways.ts'
import { TOOL, type Workload, workloadOf } from '../langchain/workload.ts'
import { median } from '../measure/median.ts'
import { consume } from '../measure/sink.ts'

/** What a guard adds to an agent of LangChain. */
export interface LangChainRow {
  readonly way: string
  readonly against: string
  readonly results: Workload['results']
  readonly calls: number
  /** Microseconds a call of a run with something of the same kind that does nothing. */
  readonly nothing: number
  /** The processor time of a run with a guard, divided by that of the one without in the same round. */
  readonly ratio: number
  /** Microseconds of the guard a call, measured within a run. */
  readonly guard: number
  /** The guard's time, divided by what it takes to index the same calls and results once, in a run of the same round. */
  readonly overIndexing: number
}

/** The first rounds are for the compiler: a server that lives for minutes has long had its own. */
const WARM_UP = 5

interface Round {
  readonly nothing: number
  readonly guarded: number
  readonly timed: number
  readonly indexing: number
}

/**
 * Measures agents that make one call a step, with a guard and with something of the same kind that does nothing, in
 * turn. Every figure is the median of the rounds, and every ratio is one of times of the same round.
 *
 * @param count how many rounds.
 */
export async function measureLangChain(count: number): Promise<LangChainRow[]> {
  const small = await measureCase(workloadOf('small', 100), count)
  // Each of its runs takes a second, and its figure is measured within them.
  const large = await measureCase(workloadOf('2 KB', 300), Math.ceil((5 * count) / 7))
  return [...small, ...large]
}

async function measureCase(workload: Workload, count: number): Promise<LangChainRow[]> {
  const cases = ways.map((way) => ({ way, rounds: [] as Round[] }))
  for (let round = -WARM_UP; round < count; round++) {
    const indexing = await runIndexing(workload)
    for (const { way, rounds } of cases) {
      const made = await measureRound(way, workload, round % 2 === 0)
      if (round >= 0) rounds.push({ ...made, indexing })
    }
  }
  return cases.map(({ way: { name, against }, rounds }) => ({
    ...{ way: name, against, results: workload.results, calls: workload.answers.length },
    ...figuresOf(rounds, workload.answers.length),
  }))
}

function figuresOf(rounds: readonly Round[], calls: number) {
  const middle = (figure: (round: Round) => number) => median(rounds.map(figure))
  return {
    nothing: middle(({ nothing }) => (1000 * nothing) / calls),
    ratio: middle(({ nothing, guarded }) => guarded / nothing),
    guard: middle(({ timed }) => (1000 * timed) / calls),
    overIndexing: middle(({ timed, indexing }) => timed / indexing),
  }
}

/** Who comes later pays for the garbage of who was before, so the order changes from round to round. */
async function measureRound(
  way: Way,
  workload: Workload,
  nothingFirst: boolean,
): Promise<Omit<Round, 'indexing'>> {
  const early = nothingFirst ? await runAgent(workload, way.nothing()) : undefined
  const guarded = await runWith(workload, way, way.guarded)
  const nothing = early ?? (await runAgent(workload, way.nothing()))
  const watch = new Stopwatch()
  await runWith(workload, way, (guard) => way.timed(guard, watch))
  return { nothing, guarded, timed: watch.total }
}

async function runWith(
  workload: Workload,
  { options }: Way,
  putOn: (guard: Guard) => PutOn,
): Promise<number> {
  const guard = createGuard({ handler: 'enforce', ...options })
  const elapsed = await runAgent(workload, putOn(guard))
  check(guard, workload)
  return elapsed
}

/**
 * Runs a workload without a guard, and indexes each call and its result when the result comes.
 *
 * @returns how many milliseconds the indexing took.
 */
async function runIndexing({ ids, answers, ...workload }: Workload): Promise<number> {
  const corpus = new Corpus()
  const watch = new Stopwatch()
  let calls = 0
  const index = watch.counts((content: unknown) => {
    const called = { toolCallId: `call_${calls}`, toolName: TOOL }
    corpus.append({ kind: 'call', ...called, args: { record_id: ids[calls++] } })
    corpus.append({ kind: 'result', ...called, content })
    // Without that a corpus may never learn it.
    consume(corpus.footprint.tokens)
  })
  await runAgent({ ...workload, ids, answers }, { onAnswer: index })
  return watch.total
}

/** What is measured must be what is claimed: every call judged once, and found in the evidence. */
function check(guard: Guard, { answers }: Workload): void {
  const records = guard.records()
  const right = records.filter(
    ({ assessment, faults }) => assessment.verdict.args[0]?.stance === 'SUPPORTED' && faults.length === 0,
  )
  if (right.length !== answers.length || records.length !== answers.length)
    throw new Error(`${right.length} of ${records.length} records of ${answers.length} calls are SUPPORTED`)
}
