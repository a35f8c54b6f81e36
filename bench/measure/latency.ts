import { Bench } from 'tinybench'
import { median } from './median.ts'

/** How long something took, over many samples, in microseconds. */
export interface Latency {
  readonly p50: number
  readonly p75: number
  readonly p99: number
  readonly p995: number
  readonly samples: number
}

/** How long to measure. Both must be met. */
export interface Effort {
  /** Milliseconds of samples. */
  readonly time: number
  /** The fewest samples. */
  readonly iterations: number
}

/**
 * Measures one synchronous function, one sample a call, by the clock of `process.hrtime`. What the clock itself costs,
 * some 50 to 100 ns, is part of every sample.
 *
 * @param batch a function that does the work so many times within one sample, which is then their mean.
 */
export function latencyOf(run: () => void, { time, iterations }: Effort, batch = 1): Latency {
  const bench = new Bench({
    time,
    iterations,
    warmupTime: time / 4,
    warmupIterations: Math.ceil(iterations / 4),
    timestampProvider: 'hrtimeNow',
    throws: true,
  })
  bench.add('task', batch === 1 ? run : () => timed(run, batch), { async: false })
  const [task] = bench.runSync()
  const result = task?.result
  if (result?.state !== 'completed') throw new Error(`a measurement ended as ${result?.state}`)
  const { p50, p75, p99, p995, samplesCount } = result.latency
  const [us50, us75, us99, us995] = [p50, p75, p99, p995].map((ms) => ms * 1000) as [
    number,
    number,
    number,
    number,
  ]
  return { p50: us50, p75: us75, p99: us99, p995: us995, samples: samplesCount }
}

/** How often measurements take turns. */
const ROUNDS = 9

/**
 * Measures several functions, and takes turns between them, so that what slows the machine down for a while slows all
 * of them. Every figure is the median of the rounds.
 *
 * @returns the latencies, and what divides the median of one function by that of another.
 */
export function latenciesOf<Name extends string>(
  runs: Readonly<Record<Name, () => void>>,
  { time, iterations }: Effort,
): { readonly latencies: Readonly<Record<Name, Latency>>; ratio(over: Name, under: Name): number } {
  const names = Object.keys(runs) as Name[]
  const effort = { time: time / ROUNDS, iterations: Math.ceil(iterations / ROUNDS) }
  const rounds = Array.from(
    { length: ROUNDS },
    () =>
      Object.fromEntries(names.map((name) => [name, latencyOf(runs[name], effort)])) as Record<Name, Latency>,
  )
  const latencies = names.map((name) => [name, middleOf(rounds.map((round) => round[name]))])
  return {
    latencies: Object.fromEntries(latencies),
    ratio: (over, under) => median(rounds.map((round) => round[over].p50 / round[under].p50)),
  }
}

function middleOf(rounds: readonly Latency[]): Latency {
  const middle = (field: keyof Latency) => median(rounds.map((round) => round[field]))
  return {
    ...{ p50: middle('p50'), p75: middle('p75'), p99: middle('p99'), p995: middle('p995') },
    samples: rounds.reduce((sum, { samples }) => sum + samples, 0),
  }
}

/** Runs a batch, for tinybench to take its mean as the sample. */
function timed(
  run: () => void,
  batch: number,
): { overriddenDuration: number; overriddenIterationCost: number } {
  const elapsed = millisecondsOf(run)
  return { overriddenDuration: elapsed / batch, overriddenIterationCost: elapsed }
}

/** How many milliseconds one run takes. */
export function millisecondsOf(run: () => void): number {
  const start = process.hrtime.bigint()
  run()
  return Number(process.hrtime.bigint() - start) / 1e6
}
