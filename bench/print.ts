import type { Goal } from './goals.ts'
import { outcomeOf } from './goals.ts'
import type { Latency } from './measure/latency.ts'
import { short, sizeName } from './numbers.ts'
import type { AiSdkRow } from './sections/ai-sdk.ts'
import type { BuildRow } from './sections/build.ts'
import type { FootprintRow } from './sections/footprint.ts'
import type { LangChainRow } from './sections/langchain.ts'
import type { ReplayRow } from './sections/replay.ts'
import type { ResuppliedRow } from './sections/resupplied.ts'
import type { CostRow } from './sections/small-costs.ts'
import type { VerdictRow } from './sections/verdicts.ts'

/** Prints a table under a heading; the first column to the left, figures to the right. */
function print(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => (row[i] ?? '').length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  console.log(`\n${title}\n\n${line(head)}\n${widths.map((width) => '-'.repeat(width)).join('  ')}`)
  for (const row of rows) console.log(line(row))
}

const both = (latency: Latency | undefined) => `${short(latency?.p50)} / ${short(latency?.p99)}`

/** The verdicts. */
export function printVerdicts(rows: readonly VerdictRow[]): void {
  print(
    'Verdict on one argument, p50 / p99 in microseconds; "-" is beyond the cap of the index',
    [
      ...['evidence', 'messages', 'mix', 'p99/p50', 'p50 to 10 KB', 'supported', 'minted', 'not judged'],
      ...['fork ns', 'includes us', 'includes/mix'],
    ],
    rows.map(({ size, messages, verdicts, fork }) => [
      ...[sizeName(size), short(messages)],
      ...[
        both(verdicts?.mix),
        short(verdicts && verdicts.mix.p99 / verdicts.mix.p50),
        short(verdicts?.growth),
      ],
      ...[verdicts?.supported, verdicts?.minted, verdicts?.abstaining].map(both),
      ...[short(1000 * fork.p50), short(verdicts?.includes.p50), short(verdicts?.overIncludes)],
    ]),
  )
  console.log(
    '`includes` looks for values that are missing, its worst case, in one string of one-byte characters.',
  )
}

/** The speed of indexing. */
export function printBuilds(rows: readonly BuildRow[]): void {
  print(
    'Indexing, against a loop of charCodeAt over the same texts in the same run (medians, taking turns)',
    ['evidence', 'size', 'MB/s', 'plain MB/s', 'plain passes'],
    rows.map(({ kind, size, speed, plain, passes }) => [
      kind,
      sizeName(size),
      short(speed),
      short(plain),
      short(passes),
    ]),
  )
}

/** The memory. */
export function printFootprints(rows: readonly FootprintRow[]): void {
  print(
    'Memory a character of evidence; index bytes by the account of the corpus, and what the process holds in truth',
    [
      'evidence',
      'conversations',
      'size',
      'tokens/KB',
      'index, mean',
      'index, total',
      'text kept',
      'held in all',
    ],
    rows.map(({ kind, conversations, size, tokens, mean, total, text, held }) => [
      kind,
      short(conversations),
      sizeName(size),
      ...[tokens, mean, total, text, held].map(short),
    ]),
  )
  console.log(
    '"text kept" is in characters, one byte each or two; "held in all" leaves out the given texts themselves.',
  )
}

/** The lists that were seen before. */
export function printResupplied(rows: readonly ResuppliedRow[]): void {
  print(
    'A list of messages that was seen before, and one new message',
    ['old messages', 'characters each', 'list p50 / p99 us', 'ns an old message'],
    rows.map(({ messages, size, list, each }) => [short(messages), short(size), both(list), short(each)]),
  )
}

/** What is paid once a call or once a message. */
export function printCosts(rows: readonly CostRow[]): void {
  print(
    'Once a message, once a call, in microseconds',
    ['what', 'p50', 'p99'],
    rows.map(({ what, latency }) => [what, short(latency.p50), short(latency.p99)]),
  )
}

/** The loops of the Vercel AI SDK. */
export function printAiSdk(rows: readonly AiSdkRow[]): void {
  print(
    'A loop of 100 tool calls in the Vercel AI SDK with its mock model, in microseconds a call',
    [
      ...['host', 'way', 'results', 'ids', 'SDK', 'guard', 'guard/SDK', 'by whole runs', 'guard/indexing'],
      ...['last/first ten', 'of the SDK'],
    ],
    rows.map(({ host, way, results, ids, ...figures }) => [
      ...[host, way, results, ids, short(figures.sdk), short(figures.guard)],
      ...[figures.share, figures.wholeRuns].map((share) => `${short(100 * share)} %`),
      ...[figures.overIndexing, figures.growth, figures.sdkGrowth].map(short),
    ]),
  )
  console.log(
    '"guard" is measured within a run; "by whole runs" is what a run with a guard takes beyond the one without: truer, and noisier.',
  )
}

/** The agents of LangChain. */
export function printLangChain(rows: readonly LangChainRow[]): void {
  print(
    'An agent of LangChain with its fake model, one call a step, in microseconds a call',
    ['way', 'against', 'results', 'calls', 'the latter', 'ratio', 'guard', 'guard/indexing'],
    rows.map(({ way, against, results, ...figures }) => [
      ...[way, against, results],
      ...[figures.calls, figures.nothing, figures.ratio, figures.guard, figures.overIndexing].map(short),
    ]),
  )
  console.log('"ratio" is of the processor time of whole runs; "guard" is measured within a run.')
}

/** The replays. */
export function printReplay(rows: readonly ReplayRow[]): void {
  print(
    'Replay of trace-like records under five policies, and calibration on them, each in a process of its own',
    [
      ...[
        'work',
        'threads',
        'calls',
        'KB/conversation',
        'KB/call',
        'seconds',
        'calls/s',
        'calls/s of a core',
        'MB/s',
      ],
      'peak MB',
    ],
    rows.map(({ work, workers, calls, bytes, conversation, seconds, speed, perCore, megabytes, peak }) => [
      ...[work, String(workers)],
      ...[calls, conversation / 1e3, bytes / calls / 1e3, seconds, speed, perCore, megabytes, peak / 1e6].map(
        short,
      ),
    ]),
  )
  console.log(
    '"of a core" is by processor time of all threads, so that it holds while others use the machine.',
  )
}

/** The goals. */
export function printGoals(goals: readonly Goal[]): void {
  print(
    'Goals; the worst figure of the tables counts',
    ['goal', 'measured', 'must', 'aim', 'outcome'],
    goals.map((goal) => {
      const sign = goal.atLeast ? '>=' : '<='
      return [
        goal.what,
        short(goal.measured),
        `${sign} ${goal.must}`,
        `${sign} ${goal.aim}`,
        outcomeOf(goal) + (goal.informative ? ' (for information)' : ''),
      ]
    }),
  )
}
