import { Recent } from '../recent.ts'

/** So many runs of tools may be under way at the same time. */
const MOST = 10_000
/** So many that have ended are remembered: a handler that was given twice hears of each end twice. */
const MOST_ENDED = 1_000

/** Which runs of tools a handler has heard of. */
export class ToolRuns {
  readonly #open = new Recent<true>(MOST)
  readonly #ended = new Recent<true>(MOST_ENDED)

  /** Whether the start of a run is news. */
  start(runId: string): boolean {
    if (this.#open.get(runId)) return false
    this.#open.set(runId, true)
    return true
  }

  /** Whether the end of a run is the first that is heard of it. */
  end(runId: string): boolean {
    const isNews = this.#open.take(runId) === undefined && this.#ended.get(runId) === undefined
    this.#ended.set(runId, true)
    return isNews
  }
}
