export { type CalibrateOptions, type CalibrationProgress, calibrate } from './calibrate/calibrate.ts'
export type { Assumptions } from './calibrate/net-delta.ts'
export { recommendationToml } from './calibrate/recommendation-toml.ts'
export { type CalibrationReport, calibrationReportSchema } from './calibrate/report.ts'
export type {
  FlaggedCall,
  NetDeltaBand,
  PolicyDifference,
  PolicyOutcome,
} from './calibrate/report-policies.ts'
export type { EffectRecommendation, Recommendation } from './calibrate/report-recommendation.ts'
export type { Range, Share } from './calibrate/report-shares.ts'
export { type Acting, type Rungs, rungsOf } from './calibrate/rungs-of.ts'
export type { Conversation, ConversationFormat, Place, Problem, SaidText } from './conversation.ts'
export { type Family, type MutationContext, mutationFamilies } from './families/mutation-families.ts'
export type { CallFinding, WouldBe } from './finding.ts'
export { conversationsOfRecord } from './import/conversations-of-record.ts'
export { conversationFormats } from './import/formats.ts'
export { type Survey, surveyFile } from './read/layout.ts'
export { isProblem, type ReadConversationsOptions, readConversations } from './read/read-conversations.ts'
export type { Policies } from './replay/judges.ts'
export { mergeReplays, readReplayReport } from './replay/merge.ts'
export { PRESET_NAMES, type PresetName, presetPolicies } from './replay/presets.ts'
export { type ReplayOptions, type ReplayProgress, replay } from './replay/replay.ts'
export { replayConversation } from './replay/replay-conversation.ts'
export { type ReplayedCall, replayedCall } from './replay/replayed-call.ts'
export type {
  ArgTotals,
  Listed,
  PolicyTotals,
  ProblemTotals,
  ReplayReport,
  ReplayTotals,
  ToolTotals,
} from './replay/report.ts'
export { OTHER_PROBLEMS } from './replay/report.ts'
export { type SarifOptions, toSarif } from './sarif/to-sarif.ts'
export { type ScoreCase, scoreCaseSchema } from './score/case.ts'
export { mergeScores } from './score/merge-scores.ts'
export { type ReadCasesOptions, readCases } from './score/read-cases.ts'
export type { ScoreReport } from './score/report.ts'
export type { RungScore } from './score/rung-score.ts'
export { type ScoreOptions, scoreCases } from './score/score-cases.ts'
export { exactInterval, type Interval } from './stats/exact-interval.ts'
export type { Shard } from './work/shard.ts'
