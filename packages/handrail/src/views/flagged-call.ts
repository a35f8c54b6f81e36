import type { ReplayedCall } from '@handrail/eval'
import type { Screen } from '../io.ts'
import { safe } from '../output/safe.ts'
import { shortened } from '../output/shortened.ts'
import { originInWords } from './origin-words.ts'

/** In columns: more of a value tells nobody more. */
const LONGEST_VALUE = 80

/** A flagged call in two lines or more: what it is, what each policy would have done, and its arguments. */
export function flaggedCall(found: ReplayedCall, { colours }: Pick<Screen, 'colours'>): string {
  const { conversation, place, call, toolName, confidence, policies, origins, faults = [] } = found
  const byRung = new Map<string, string[]>()
  for (const [name, { intervention }] of Object.entries(policies))
    byRung.set(intervention, [...(byRung.get(intervention) ?? []), safe(name)])
  const rungs = [...byRung].map(([rung, names]) => `${rung} (${names.join(', ')})`).join('  ')
  const reference = `${safe(conversation)}#${call}`
  const lines = [
    `${colours.bold(safe(toolName))}  ${confidence}  ${colours.cyan(reference)}  ${colours.dim(`${safe(place.file)}:${place.line}`)}`,
    `    ${rungs}`,
    ...origins.map((origin) => {
      const isMinted = origin.stance === 'UNSUPPORTED'
      const text = `${isMinted ? '✗' : '✓'} ${safe(origin.argName)} ${shortened(origin.value, LONGEST_VALUE)}: ${originInWords(origin)}`
      return `    ${isMinted ? colours.red(text) : colours.green(text)}`
    }),
    ...faults.map((fault) => `    ${colours.yellow(`! not judged: ${safe(fault)}`)}`),
  ]
  return lines.join('\n')
}
