/** The kinds of text that count as evidence. There is none for text that a model wrote. */
export const CorpusSource = Object.freeze({
  /** What a tool returned. */
  TOOL_RESULT: 'TOOL_RESULT',
  /** What the user or the host wrote. */
  TASK_TEXT: 'TASK_TEXT',
})

/** One of the two kinds. */
export type CorpusSource = (typeof CorpusSource)[keyof typeof CorpusSource]
