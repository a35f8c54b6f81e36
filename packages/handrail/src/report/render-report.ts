import { type Budget, chosen, type Shown, withFindings } from './conversation/choose.ts'
import { callId } from './conversation/conversation.ts'
import { calibrationFigures } from './figures/calibration.ts'
import type { FlaggedCall } from './figures/figures.ts'
import { figuresOfFindings } from './figures/of-findings.ts'
import { figuresOfReplay } from './figures/of-replay.ts'
import { pageAssets } from './html/assets.ts'
import { html } from './html/html.ts'
import { pageShell } from './html/page-shell.ts'
import type { ReportInput } from './report-input.ts'
import { isFlagged } from './rungs.ts'
import { calibrationSection } from './sections/calibration.ts'
import { contents } from './sections/contents.ts'
import { conversationsSection } from './sections/conversations.ts'
import { flaggedSection } from './sections/flagged.ts'
import { pageHeader } from './sections/header.ts'
import { problemsSection } from './sections/problems.ts'
import { toolsSection } from './sections/tools.ts'

const defaultBudget: Budget = { conversations: 200, size: 5_000_000 }

/**
 * One HTML page that needs nothing else: it opens from a file, without a network, and nothing in it runs but its own
 * small script. All that comes from recordings is text in it, whatever it holds.
 *
 * It quotes what users, tools and the model wrote: treat it as you treat the recordings.
 *
 * @returns the page, some megabytes at most.
 */
export function renderReport(input: ReportInput): string {
  const { title, conversations, findings, replay, calibration } = input
  const recorded = withFindings(conversations, findings)
  const figures = replay ? figuresOfReplay(replay) : figuresOfFindings(conversations.length, findings)
  const policy = policyInView(
    input,
    figures.policies.map((each) => each.policy),
  )
  const shown = chosen(recorded, { ...defaultBudget, ...input.budget }, policy)
  const flaggedShown = shown.reduce((sum, each) => sum + each.findings.filter(isFlagged).length, 0)
  const leftOut = {
    conversations: figures.conversations - shown.length,
    flaggedCalls: figures.flagged.hits - flaggedShown,
  }
  const sections = [
    {
      id: 'flagged',
      title: 'Flagged calls',
      content: flaggedSection(figures.flaggedCalls, figures.otherFlagged, links(shown)),
    },
    { id: 'tools', title: 'Tools', content: toolsSection(figures) },
    ...(calibration
      ? [
          {
            id: 'calibration',
            title: 'Calibration',
            content: calibrationSection(calibrationFigures(calibration)),
          },
        ]
      : []),
    ...(figures.problems.total > 0
      ? [{ id: 'problems', title: 'Problems in the files', content: problemsSection(figures) }]
      : []),
    { id: 'conversations', title: 'Conversations', content: conversationsSection(shown, leftOut) },
  ]
  const body = html`<a class="skip" href="#main">To the content</a>
<div class="page">
${contents(sections, shown)}
<main id="main" tabindex="-1">
${pageHeader(title, figures)}
${sections.map(({ content }) => content)}
</main>
</div>`
  return pageShell(title, body, pageAssets())
}

/** The policy that gives the calls their colours. */
function policyInView({ policy }: ReportInput, names: readonly string[]): string | undefined {
  return [policy, 'default'].find((name) => name !== undefined && names.includes(name)) ?? names[0]
}

/** Where a flagged call stands in the page, if it does. */
function links(shown: readonly Shown[]): (call: FlaggedCall) => string | undefined {
  const keyOf = (id: string, file: string, line: number) => JSON.stringify([id, file, line])
  const numbers = new Map(
    shown.map(({ nth, conversation: { id, place } }) => [keyOf(id, place.file, place.line), nth] as const),
  )
  return ({ conversation, place, entry }) => {
    const nth = numbers.get(keyOf(conversation, place.file, place.line))
    return nth === undefined ? undefined : callId(nth, entry)
  }
}
