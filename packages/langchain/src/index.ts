export { HandrailCallbackHandler } from './callback-handler.ts'
export { guardTool, guardTools } from './guard-tool.ts'
export type { CallCounts, HandrailSummary, ToolSummary } from './summary.ts'
export { transcriptFromMessages } from './transcript.ts'
