import { AccuracyError } from './accuracy-error.ts'
import { type Place, readJsonl, showPlace } from './read-jsonl.ts'
import type { Injection, Natural, Trajectory } from './records.ts'

/** A conversation with what is known about its calls. */
export interface Case {
  readonly trajectory: Trajectory
  readonly place: Place
  readonly injections: Injection[]
  readonly naturals: Natural[]
}

/** All conversations of a source. */
export interface Source {
  readonly name: string
  readonly cases: Case[]
  /** Whether a file holds injections for it; if none does, they are made. */
  injectionsGiven: boolean
}

/** Reads files in any order and gives each conversation what was recorded about its calls. */
export async function readDataSet(files: readonly string[]): Promise<Source[]> {
  const sources = new Map<string, Source>()
  const cases = new Map<string, Case>()
  const about: { place: Place; kind: 'injections' | 'naturals'; record: Injection | Natural }[] = []
  for (const file of files)
    for await (const read of readJsonl(file)) {
      if (read.kind === 'injection') about.push({ ...read, kind: 'injections' })
      else if (read.kind === 'natural') about.push({ ...read, kind: 'naturals' })
      else {
        const { record: trajectory, place } = read
        const { source: name, id } = trajectory
        const twin = cases.get(keyOf(trajectory))
        if (twin)
          throw new AccuracyError(
            `${showPlace(place)}: The conversation "${id}" of ${name} stands at ${showPlace(twin.place)} already.`,
          )
        const source = sources.get(name) ?? { name, cases: [], injectionsGiven: false }
        const added: Case = { trajectory, place, injections: [], naturals: [] }
        source.cases.push(added)
        sources.set(name, source)
        cases.set(keyOf(trajectory), added)
      }
    }
  for (const { place, kind, record } of about) {
    const meant = cases.get(keyOf(record))
    if (!meant)
      throw new AccuracyError(
        `${showPlace(place)}: Expected the conversation "${record.id}" of ${record.source} in one of the files.`,
      )
    checkCall(meant.trajectory, record, place)
    const list: (Injection | Natural)[] = meant[kind]
    list.push(record)
    if (kind === 'injections') (sources.get(record.source) as Source).injectionsGiven = true
  }
  return [...sources.values()]
}

function keyOf({ source, id }: { source: string; id: string }): string {
  return JSON.stringify([source, id])
}

function checkCall({ messages }: Trajectory, record: Injection | Natural, place: Place): void {
  const said = messages[record.message]
  const call = said?.role === 'assistant' ? said.toolCalls?.[record.call] : undefined
  if (call?.name !== record.toolName)
    throw new AccuracyError(
      `${showPlace(place)}: Expected call ${record.call} of message ${record.message} of "${record.id}" to be ` +
        `${record.toolName}, found ${call ? call.name : 'no such call'}.`,
    )
}
