/** Whether LangGraph throws this to steer a graph, as for an interrupt. Nobody but LangGraph may catch that. */
export function isBubbleUp(error: unknown): boolean {
  try {
    return (error as { is_bubble_up?: unknown } | null | undefined)?.is_bubble_up === true
  } catch {
    return false
  }
}
