export { HandrailCallbackHandler } from './callback-handler.ts'
export { guardTool, guardTools } from './guard-tool.ts'
export type { LangChainToolHostOptions, LangChainToolOptions } from './options.ts'
export { transcriptFromMessages } from './transcript.ts'
