export { type ReportInput, renderReport } from './report/index.ts'
