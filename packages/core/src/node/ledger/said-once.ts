/** Says a sentence on stderr, the first time. Never throws: a closed stderr is nobody's fault but its own. */
export function createSaidOnce(): (sentence: string) => void {
  let said = false
  return (sentence) => {
    if (said) return
    said = true
    try {
      console.error(`[handrail] ${sentence}`)
    } catch {}
  }
}
