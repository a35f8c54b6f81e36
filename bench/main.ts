// What the evidence index costs: time of a verdict, of indexing and of looking at old messages, and memory. And what a
// guard adds to a loop of tool calls in the Vercel AI SDK and in LangChain. And how fast recorded calls are replayed, and
// a guard is calibrated on them.
//
//   pnpm bench                        everything, evidence of up to 100 MB: some minutes
//   pnpm bench --quick                smaller and shorter, for a first look
//   pnpm bench --only index           without the frameworks
//   pnpm bench --only ai-sdk          the AI SDK alone
//   pnpm bench --only langchain       LangChain alone
//   pnpm bench --only replay          replay and calibration alone; a million recorded calls take 3 GB of disk
//   pnpm bench --max 10mb             evidence of at most so much
//   pnpm bench --json                 one JSON object in place of the tables
//   pnpm bench runs.jsonl more.jsonl  recorded conversations as well; those of HANDRAIL_DATA by default
//
// Evidence of 100 MB takes 400 MB for its texts in three forms, and what the index takes; the heap that Node allows by
// default on a machine of 8 GB is enough.
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { readTraces, traceFiles } from './evidence/traces.ts'
import { goalsOfAiSdk, goalsOfIndex, goalsOfLangChain, goalsOfReplay, outcomeOf } from './goals.ts'
import { consumed } from './measure/sink.ts'
import { sizeName } from './numbers.ts'
import {
  printAiSdk,
  printBuilds,
  printCosts,
  printFootprints,
  printGoals,
  printLangChain,
  printReplay,
  printResupplied,
  printVerdicts,
} from './print.ts'
import { measureAiSdk } from './sections/ai-sdk.ts'
import { measureBuilds } from './sections/build.ts'
import { measureFootprints } from './sections/footprint.ts'
import { measureLangChain } from './sections/langchain.ts'
import { measureReplay } from './sections/replay.ts'
import { measureResupplied } from './sections/resupplied.ts'
import { measureSmallCosts } from './sections/small-costs.ts'
import { measureVerdicts } from './sections/verdicts.ts'

const sections = ['index', 'ai-sdk', 'langchain', 'replay']
const usage = `Usage: pnpm bench [--quick] [--only ${sections.join('|')}] [--max 100mb] [--json] [file.jsonl ...]`

/** A number of characters from such as `64kb` and `10mb`. */
function sizeFrom(text: string): number {
  const [, digits, unit] = /^(\d+)(kb|mb)$/i.exec(text) ?? []
  if (!digits || !unit)
    throw new Error(`Expected --max to be such as 10mb, got ${JSON.stringify(text)}. ${usage}`)
  return Number(digits) * (unit.toLowerCase() === 'mb' ? 1_000_000 : 1_000)
}

/** Says what is being measured, beside the tables. */
function progress(what: string): void {
  process.stderr.write(`measuring ${what}\n`)
}

/** Measures all about the index. */
function measureIndex(most: number, quick: boolean, files: readonly string[]) {
  const effort = quick ? { time: 150, iterations: 2_000 } : { time: 1_000, iterations: 10_000 }
  const sizes = [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000].filter((size) => size <= most)
  const traces = readTraces(files.length > 0 ? files : traceFiles())

  const verdicts = sizes.flatMap((size) => {
    progress(`verdicts against ${sizeName(size)} of evidence`)
    return measureVerdicts(size, effort)
  })
  progress('indexing')
  const builds = measureBuilds(Math.min(most, quick ? 1_000_000 : 5_000_000), quick ? 3 : 7, traces)
  progress('memory')
  const footprints = measureFootprints(Math.min(most, 10_000_000), traces)
  progress('messages supplied again')
  const resupplied = measureResupplied({ time: effort.time / 2, iterations: 200 }, quick)
  progress('what is paid once a call or a message')
  const costs = measureSmallCosts(effort)
  return { verdicts, builds, footprints, resupplied, costs }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      max: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  if (values.help) {
    console.log(usage)
    return
  }
  const { quick, json, only } = values
  if (only !== undefined && !sections.includes(only))
    throw new Error(
      `Expected --only to be one of ${sections.join(', ')}, got ${JSON.stringify(only)}. ${usage}`,
    )
  const most = sizeFrom(values.max ?? (quick ? '1mb' : '100mb'))
  const isWanted = (section: string) => only === undefined || only === section
  const rounds = quick ? 9 : 21

  const index = isWanted('index') ? measureIndex(most, quick, positionals) : undefined
  if (isWanted('ai-sdk')) progress('loops of the Vercel AI SDK')
  const aiSdk = isWanted('ai-sdk') ? await measureAiSdk(rounds) : undefined
  if (isWanted('langchain')) progress('agents of LangChain')
  const langChain = isWanted('langchain') ? await measureLangChain(rounds) : undefined
  const sizes = quick ? [20_000, 100_000] : [100_000, 1_000_000]
  const replays = isWanted('replay') ? await measureReplay(sizes, progress) : undefined
  const goals = [
    ...(index ? goalsOfIndex(index) : []),
    ...(aiSdk ? goalsOfAiSdk(aiSdk) : []),
    ...(langChain ? goalsOfLangChain(langChain) : []),
    ...(replays ? goalsOfReplay(replays) : []),
  ]

  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length }
  if (json) {
    const judged = goals.map((goal) => ({ ...goal, outcome: outcomeOf(goal) }))
    console.log(
      JSON.stringify(
        { machine, ...index, aiSdk, langChain, replays, goals: judged, consumed: consumed() },
        null,
        2,
      ),
    )
    return
  }
  console.log(`Node ${machine.node}, ${machine.cpu}, ${machine.cores} cores (${consumed()})`)
  if (index) {
    printVerdicts(index.verdicts)
    printBuilds(index.builds)
    printFootprints(index.footprints)
    printResupplied(index.resupplied)
    printCosts(index.costs)
  }
  if (aiSdk) printAiSdk(aiSdk)
  if (langChain) printLangChain(langChain)
  if (replays) printReplay(replays)
  printGoals(goals)
}

await main()
