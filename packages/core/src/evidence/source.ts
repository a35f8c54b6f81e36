/** The kinds of text that count as evidence. There is none for text that a model wrote. */
export type CorpusSource = 'TOOL_RESULT' | 'TASK_TEXT'
