import { type Measures, type Recall, rateOf, recallOf, type Share, sumOf } from './measures.ts'
import { type Cell, table } from './table.ts'

/** The report for a terminal. */
export function report(all: readonly Measures[], seed: number): string {
  const injected = recallOf(all.flatMap((m) => [...m.injected.values()]))
  const sections = [
    section('Calls that were judged', calls(all)),
    section('Runs that succeeded: what is flagged here is a false flag, or luck', successes(all)),
    ...(injected.of > 0
      ? [
          section(`Minted values put in place of real ones (seed ${seed})`, injections(all)),
          section('The same by family of mutation', families(all)),
          section('Flagged of injected by family and source', familiesBySource(all)),
          section('Flagged again after an error or an empty echo, by form of the answer', echoes(all)),
          section('Cleared by a later record that holds the value', cleared(all)),
        ]
      : []),
    ...(all.some(({ natural, grounded }) => natural.of + grounded.of > 0)
      ? [section('Calls as weak models wrote them', naturals(all))]
      : []),
  ]
  return `${sections.join('\n\n')}\n`
}

function section(title: string, body: string): string {
  return `${title}\n\n${body}`
}

function calls(all: readonly Measures[]): string {
  const row = (name: string, list: readonly Measures[]): Cell[] => {
    const sum = (of: (m: Measures) => number) => list.reduce((total, m) => total + of(m), 0)
    const supported = sum((m) => m.stances.SUPPORTED)
    const unsupported = sum((m) => m.stances.UNSUPPORTED)
    const abstained = sum((m) => m.stances.ABSTAIN)
    const args = supported + unsupported + abstained
    const share = percent({ of: args, hits: abstained })
    const figures = [sum((m) => m.conversations), sum((m) => m.calls), sum((m) => m.changing), args]
    return [name, ...figures, supported, unsupported, abstained, share]
  }
  return table(
    'source|conversations|calls|changing|arguments|SUPPORTED|UNSUPPORTED|ABSTAIN|share of ABSTAIN'.split('|'),
    withTotal(all, row),
  )
}

function successes(all: readonly Measures[]): string {
  const row = (name: string, list: readonly Measures[]): Cell[] => {
    const sum = (key: keyof Measures['successful']) => list.reduce((n, m) => n + m.successful[key], 0)
    const keys = ['conversations', 'changing', 'args', 'flags', 'literal', 'high', 'low'] as const
    return [name, ...keys.map(sum)]
  }
  const head = 'source|conversations|changing calls|arguments|flags|literally in evidence|HIGH|LOW'
  return table(head.split('|'), withTotal(all, row))
}

function injections(all: readonly Measures[]): string {
  const row = (name: string, list: readonly Measures[]): Cell[] => {
    const recall = recallOf(list.flatMap((m) => [...m.injected.values()]))
    const echoed = sumOf(list.flatMap((m) => [...m.echoes.values()]))
    const clear = sumOf(list.flatMap((m) => [...m.cleared.values()]))
    return [name, ...recallCells(recall), percent(echoed), percent(clear)]
  }
  const given = all.filter((m) => m.injected.size > 0)
  return table([...recallHead('source'), 'after an echo', 'cleared by a record'], withTotal(given, row))
}

function families(all: readonly Measures[]): string {
  const names = [...new Set(all.flatMap((m) => [...m.injected.keys()]))]
  const rows = names.map((name) => {
    const recalls = all.flatMap((m) => m.injected.get(name) ?? [])
    return [name, ...recallCells(recallOf(recalls))]
  })
  return table(recallHead('family'), rows)
}

function familiesBySource(all: readonly Measures[]): string {
  const given = all.filter((m) => m.injected.size > 0)
  const names = [...new Set(given.flatMap((m) => [...m.injected.keys()]))]
  const rows = names.map((name) => [
    name,
    ...given.map(({ injected }) => {
      const recall = injected.get(name)
      return recall ? `${recall.hits}/${recall.of}` : '-'
    }),
  ])
  return table(['family', ...given.map(({ source }) => source)], rows)
}

function echoes(all: readonly Measures[]): string {
  return shares(
    'answer',
    'flagged again',
    all.map((m) => m.echoes),
  )
}

function cleared(all: readonly Measures[]): string {
  return shares(
    'record',
    'cleared',
    all.map((m) => m.cleared),
  )
}

function naturals(all: readonly Measures[]): string {
  const row = (name: string, list: readonly Measures[]): Cell[] => {
    const natural = recallOf(list.map((m) => m.natural))
    const grounded = sumOf(list.map((m) => m.grounded))
    return [name, ...recallCells(natural), grounded.of, grounded.hits, percent(grounded)]
  }
  const given = all.filter(({ natural, grounded }) => natural.of + grounded.of > 0)
  const head = 'source|calls with mints|flagged|recall|HIGH|LOW|grounded calls|flagged|share'
  return table(head.split('|'), withTotal(given, row))
}

function shares(what: string, hit: string, maps: readonly Map<string, Share>[]): string {
  const names = [...new Set(maps.flatMap((map) => [...map.keys()]))].sort()
  const rows: (readonly [string, Share])[] = names.map((name) => [
    name,
    sumOf(maps.flatMap((map) => map.get(name) ?? [])),
  ])
  const all = ['all', sumOf(rows.map(([, share]) => share))] as const
  const cells = [...rows, all].map(([name, share]) => [name, share.of, share.hits, percent(share)])
  return table([what, 'count', hit, 'share'], cells)
}

function recallHead(what: string): string[] {
  return [what, 'injected', 'flagged', 'recall', 'HIGH', 'LOW']
}

function recallCells(recall: Recall): Cell[] {
  return [recall.of, recall.hits, percent(recall), recall.high, recall.low]
}

function withTotal(
  all: readonly Measures[],
  row: (name: string, list: readonly Measures[]) => Cell[],
): Cell[][] {
  const rows = all.map((measures) => row(measures.source, [measures]))
  return all.length > 1 ? [...rows, row('all', all)] : rows
}

/** One decimal, rounded down, so that 100 % means all. */
export function percent(share: Share): string {
  const rate = rateOf(share)
  return rate === undefined ? '-' : `${(Math.floor(rate * 1000 + 1e-9) / 10).toFixed(1)} %`
}
