import { surveyFile } from '../read/layout.ts'
import { type MapOptions, mapConversations } from '../work/map-conversations.ts'
import type { JudgedMint } from './judge-mints-job.ts'
import { addProblem } from './problem-tally.ts'
import type { Knowledge } from './setup.ts'
import { effects, type Injected, type Tally } from './tally.ts'

/** So many are judged sooner than a thread is started. */
const FEW = 2_000

/** The files of which single lines can be read again. */
export async function filesToReadAgain(files: readonly string[]): Promise<string[]> {
  const again: string[] = []
  for (const file of new Set(files)) {
    // What cannot be read is told when it should be.
    const survey = await surveyFile(file).catch(() => undefined)
    if (survey?.canSplit) again.push(file)
  }
  return again
}

/**
 * Judges the mints of the samples that were not judged when they were drawn, for which their lines are read again. Those
 * that cannot be are taken out, and that is told.
 */
export async function judgeMints(
  tally: Tally,
  knowledge: Knowledge,
  { format, workers, signal }: Pick<MapOptions, 'format' | 'workers' | 'signal'>,
): Promise<void> {
  const mints = effects
    .flatMap((effect) => tally.injected[effect].flatMap(({ items }) => items))
    .filter(({ confidence }) => confidence === undefined)
  if (mints.length === 0) return
  const confidences = new Map<Injected, JudgedMint[1]>()
  const lines = linesOf(mints)
  const files = await filesToReadAgain([...lines.keys()])
  const options = { format, signal, lines, workers: mints.length <= FEW ? 0 : workers }
  for await (const { result = [] } of mapConversations('judge-mints', { knowledge, mints }, files, options))
    for (const [number, confidence] of result) {
      const mint = mints[number]
      if (mint) confidences.set(mint, confidence)
    }
  const lost = mints.filter((mint) => !confidences.has(mint))
  tellOf(lost, tally)
  for (const effect of effects)
    for (const { items } of tally.injected[effect]) {
      const judged = items.map((mint) => ({ ...mint, confidence: mint.confidence ?? confidences.get(mint) }))
      items.splice(0, items.length, ...judged.filter(isJudged))
    }
}

function isJudged<T extends { readonly confidence: unknown }>(
  mint: T,
): mint is T & { readonly confidence: NonNullable<T['confidence']> } {
  return mint.confidence !== undefined
}

function linesOf(mints: readonly Injected[]): Map<string, number[]> {
  const lines = new Map<string, Set<number>>()
  for (const { file, line } of mints) lines.set(file, (lines.get(file) ?? new Set()).add(line))
  return new Map([...lines].map(([file, numbers]) => [file, [...numbers]]))
}

function tellOf(lost: readonly Injected[], tally: Tally): void {
  for (const [file, lines] of linesOf(lost)) {
    const { length } = lost.filter((mint) => mint.file === file)
    const place = { file, line: Math.min(...lines) }
    const message = `Expected ${length} calls to stand where they did when mints were drawn for them, got others: the file was changed meanwhile, and these mints were left out.`
    addProblem(tally.problems, { place, kind: 'files that changed', message, lost: true })
  }
}
