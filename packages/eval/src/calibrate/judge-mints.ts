import { type Confidence, HandrailError } from '@handrail/core'
import { surveyFile } from '../read/layout.ts'
import { type MapOptions, mapConversations } from '../work/map-conversations.ts'
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
  const confidences = new Map<Injected, Confidence>()
  const lines = linesOf(mints)
  const files = await filesToReadAgain([...lines.keys()])
  const options = { format, signal, lines, workers: mints.length <= FEW ? 0 : workers }
  const setup = { knowledge, mints }
  try {
    for await (const { result = [], problem } of mapConversations('judge-mints', setup, files, options)) {
      if (problem) addProblem(tally.problems, problem)
      for (const [number, confidence] of result) {
        const mint = mints[number]
        if (mint) confidences.set(mint, confidence)
      }
    }
  } catch (error) {
    signal?.throwIfAborted()
    // A file that is gone by now: what was counted is worth more than its mints.
    if (!HandrailError.isInstance(error)) throw error
  }
  const lost = mints.filter((mint) => !confidences.has(mint))
  tellOf(lost, tally)
  for (const effect of effects) {
    const samples = tally.injected[effect]
    for (const [nth, { size, items }] of samples.entries())
      samples[nth] = { size, items: items.flatMap((mint) => withConfidence(mint, confidences.get(mint))) }
  }
}

/** Nothing of a mint that could not be judged. */
function withConfidence(mint: Injected, found: Confidence | undefined): Injected[] {
  const confidence = mint.confidence ?? found
  return confidence ? [{ ...mint, confidence }] : []
}

function linesOf(mints: readonly Injected[]): Map<string, number[]> {
  const lines = new Map<string, Set<number>>()
  for (const { file, line } of mints) lines.set(file, (lines.get(file) ?? new Set()).add(line))
  return new Map([...lines].map(([file, numbers]) => [file, [...numbers]]))
}

function tellOf(lost: readonly Injected[], tally: Tally): void {
  const byFile = new Map<string, { readonly count: number; readonly first: number }>()
  for (const { file, line } of lost) {
    const { count, first } = byFile.get(file) ?? { count: 0, first: line }
    byFile.set(file, { count: count + 1, first: Math.min(first, line) })
  }
  for (const [file, { count, first }] of byFile) {
    const message = `Expected the calls that ${count} mints were drawn for to stand where they did, got others: the file was changed meanwhile, and these mints were left out.`
    const place = { file, line: first }
    addProblem(tally.problems, { place, kind: 'files that changed', message, lost: true })
  }
}
