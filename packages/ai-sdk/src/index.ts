export { type AiSdkGuardOptions, guardTools } from './guard-tools.ts'
export { transcriptFromMessages } from './transcript.ts'
export { HandrailWithheldError } from './withheld-error.ts'
