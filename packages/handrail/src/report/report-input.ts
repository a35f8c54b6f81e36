import type { CalibrationReport, CallFinding, Conversation, ReplayReport } from '@handrail/eval'
import type { Budget } from './conversation/choose.ts'

/** What a report page is made of. */
export interface ReportInput {
  /** What the page is called. */
  readonly title: string
  /**
   * Conversations to be shown, a bounded selection of those that were looked at: more than fit are left out, those with
   * flagged calls last, and the page says so.
   */
  readonly conversations: readonly Conversation[]
  /** What was found out about the calls of these conversations. */
  readonly findings: readonly CallFinding[]
  /** The numbers of the page. When absent they are counted in `findings`. */
  readonly replay?: ReplayReport
  /** Plots and a recommendation. The page has none without. */
  readonly calibration?: CalibrationReport
  /** The policy whose rungs give the calls their colours. `default` by default, or the first one when there is none of that name. */
  readonly policy?: string
  /** How much of the conversations goes into the page. */
  readonly budget?: Partial<Budget>
}
