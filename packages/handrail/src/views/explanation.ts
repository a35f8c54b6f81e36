import type { ArgumentOrigin } from '@handrail/core'
import type { CallFinding, Conversation } from '@handrail/eval'
import type { Colours, Screen } from '../io.ts'
import { safe } from '../output/safe.ts'
import { wrapped } from '../output/wrapped.ts'
import { type Cited, conversationBefore } from './conversation-before.ts'
import { originInWords } from './origin-words.ts'

const EFFECT_FROM = {
  traits: 'as the settings or the recording say',
  annotations: 'as its server says',
  name: 'by the verb in its name',
  default: 'a guess: no verb in its name',
}

/** One argument has one colour, in the list and in the conversation. Red is for what was seen nowhere. */
const HUES = ['green', 'cyan', 'magenta', 'yellow', 'blue'] as const

/** One call of a conversation: what it is, its arguments, and where in the conversation they came from. */
export function explanation(
  conversation: Conversation,
  finding: CallFinding,
  { full }: { readonly full: boolean },
  screen: Screen,
): string {
  const { colours, width } = screen
  const cited: Cited[] = finding.origins
    .filter(({ stance }) => stance === 'SUPPORTED')
    .map((origin, at) => ({ origin, mark: `[${at + 1}]`, paint: colours[HUES[at % HUES.length] ?? 'green'] }))
  const parts = [
    heading(finding, screen),
    [colours.bold('Arguments'), ...argumentLines(finding, cited, colours)].join('\n'),
    [
      colours.bold('Conversation before the call'),
      ...conversationBefore(conversation, finding, cited, { full, width, colours }),
    ].join('\n'),
  ]
  return `${parts.join('\n\n')}\n`
}

function heading(finding: CallFinding, { colours, width }: Screen): string {
  const { toolName, conversation, call, place, effect, confidence, policies, verdict, faults = [] } = finding
  const sure =
    effect.effect === 'read'
      ? 'Not judged: the tool only reads. If it does not, say so in handrail.toml, in [tools.NAME] effect = "write".'
      : confidence === 'NONE'
        ? `Not flagged: ${safe(verdict.reason)}.`
        : `${colours.red('Flagged')}, ${confidence} confidence: ${safe(verdict.reason)}.`
  const would = Object.entries(policies).map(
    ([name, { intervention, dispatched }]) =>
      `  ${safe(name)}: ${intervention}, ${dispatched ? 'the call runs' : colours.red('the call does not run')}`,
  )
  return [
    `${colours.bold(safe(toolName))}  ${colours.cyan(safe(`${conversation}#${call}`))}  ${safe(place.file)}:${place.line}`,
    wrapped(`A ${effect.effect} tool, ${EFFECT_FROM[effect.from]}. ${sure}`, width),
    ...faults.map((fault) => colours.yellow(`Could not be judged: ${safe(fault)}`)),
    ...(effect.effect === 'read' ? [] : would),
  ].join('\n')
}

function argumentLines(
  { verdict, origins }: CallFinding,
  cited: readonly Cited[],
  colours: Colours,
): string[] {
  const markOf = new Map<ArgumentOrigin, Cited>(cited.map((each) => [each.origin, each]))
  const judged = origins.map((origin) => {
    const cite = markOf.get(origin)
    const text = `${safe(origin.argName)} = ${safe(origin.value)}`
    const where = originInWords(origin)
    return cite
      ? `  ${cite.paint(`✓ ${cite.mark} ${text}`)}  ${where}`
      : `  ${colours.red(`✗     ${text}  ${where}`)}`
  })
  const others = verdict.args
    .filter(({ stance }) => stance === 'ABSTAIN')
    .map(({ argName, valueRepr, reason }) =>
      colours.dim(`  ·     ${safe(argName)} = ${safe(valueRepr)}  not judged: ${safe(reason)}`),
    )
  const lines = [...judged, ...others]
  return lines.length > 0 ? lines : ['  It has none that are judged.']
}
