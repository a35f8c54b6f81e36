export { type CalibrationReport, calibrationReportSchema } from './calibrate/report.ts'
export type {
  FlaggedCall,
  NetDeltaBand,
  PolicyDifference,
  PolicyOutcome,
} from './calibrate/report-policies.ts'
export type { EffectRecommendation, Recommendation } from './calibrate/report-recommendation.ts'
export type { Range, Share } from './calibrate/report-shares.ts'
export type { Conversation, ConversationFormat, Place, Problem, SaidText } from './conversation.ts'
export { type Family, type MutationContext, mutationFamilies } from './families/mutation-families.ts'
export type { CallFinding, WouldBe } from './finding.ts'
