export type { Budget } from './conversation/choose.ts'
export { renderReport } from './render-report.ts'
export type { ReportInput } from './report-input.ts'
