import type { CalibrationReport } from './report.ts'
import { shareOf } from './share-of.ts'
import { effects, type Judged, type Tally } from './tally.ts'

type ToolRate = CalibrationReport['tools'][number]

/** What is reported of every tool that changes something, the most flagged first; and how many calls were of others. */
export function toolRates(tally: Tally): { listed: ToolRate[]; others: number } {
  const recalls = recallsByTool(tally)
  const listed = [...tally.tools.byName.values()].map((tool): ToolRate => {
    const { name, effect, from, calls } = tool
    const { found = 0, of = 0 } = recalls.get(JSON.stringify([name, effect])) ?? {}
    return {
      name,
      effect,
      effectFrom: from,
      calls,
      ...rated(tool),
      recall: shareOf(found, of),
      args: [...tool.args.byName].map(([arg, counts]) => ({ name: arg, ...rated(counts) })).sort(byFlags),
    }
  })
  const counted = listed.reduce((sum, { calls }) => sum + calls, 0)
  return {
    listed: listed.sort(byFlags),
    others: tally.changing.write + tally.changing.destructive - counted,
  }
}

function rated({ judged, HIGH, LOW }: Judged) {
  return { judged, flagged: HIGH + LOW, HIGH, LOW, rate: shareOf(HIGH + LOW, judged) }
}

type Named = { readonly name: string; readonly flagged: number; readonly judged: number }

function byFlags(a: Named, b: Named): number {
  return b.flagged - a.flagged || b.judged - a.judged || (a.name < b.name ? -1 : 1)
}

function recallsByTool({ injected }: Tally): Map<string, { found: number; of: number }> {
  const recalls = new Map<string, { found: number; of: number }>()
  for (const effect of effects)
    for (const { items } of injected[effect])
      for (const { toolName, confidence } of items) {
        const key = JSON.stringify([toolName, effect])
        const { found, of } = recalls.get(key) ?? { found: 0, of: 0 }
        recalls.set(key, { found: found + (confidence === 'NONE' ? 0 : 1), of: of + 1 })
      }
  return recalls
}
